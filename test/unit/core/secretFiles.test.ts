import assert from 'node:assert/strict';
import { isSecretFile } from '../../../src/core/secretFiles.ts';

describe('a file that usually holds secrets', () => {
	const secret = [
		'.env',
		'.env.local',
		'.envrc',
		'app/.ENV.Production',
		'prod.env',
		'server.pem',
		'tls/server.key',
		'keys/app.p12',
		'AuthKey_1.p8',
		'release.keystore',
		'id_rsa',
		'backup/id_ed25519.old',
		'id_ecdsa_sk',
		'.npmrc',
		'packages/a/.npmrc',
		'.netrc',
		'_netrc',
		'.pypirc',
		'.git-credentials',
		'home/.aws/config',
		'.ssh/known_hosts',
		'.kube/config',
		'.docker/config.json',
		'credentials',
		'credentials.json',
		'client_secret_42.apps.json',
		'service-account-prod.json',
		'my-firebase-adminsdk-x1.json',
		'vault.kdbx',
		'prod.tfvars',
		'terraform.tfstate',
		'.htpasswd',
		'.pgpass',
		'config/master.key',
		'config/credentials.yml.enc',
		'secrets.yaml',
		'.vault-token',
		'.bash_history',
		'work\\.env',
	];
	for (const path of secret) {
		it(`is ${path}`, () => {
			assert.equal(isSecretFile(path), true);
		});
	}

	const plain = [
		'src/env.ts',
		'environment.ts',
		'src/keys.ts',
		'src/keyboard.key.ts',
		'src/credentials.ts',
		'src/secrets.ts',
		'secrets/readme.md',
		'src/id_rsautil.ts',
		'aws/config.ts',
		'docker/config.json',
		'package.json',
		'src/authentication.json',
		'',
	];
	for (const path of plain) {
		it(`is not ${path === '' ? 'nothing' : path}`, () => {
			assert.equal(isSecretFile(path), false);
		});
	}
});
