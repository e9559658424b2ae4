/**
 * Whether a path names a file that usually holds secrets: keys, certificates with their keys, passwords, tokens, or the
 * memory of a shell in which such were typed. Decided by the names alone, so that nothing has to be read; letter case
 * does not matter. A template such as `.env.example` counts too: what stands in it is nobody's promise.
 */
export function isSecretFile(path: string): boolean {
	const parts = path.split(/[\\/]/).map((part) => part.toLowerCase());
	const name = parts.at(-1) ?? '';
	return (
		secretNames.has(name) ||
		secretEndings.some((ending) => name.endsWith(ending)) ||
		secretPatterns.some((pattern) => pattern.test(name)) ||
		parts.slice(0, -1).some((part, index) => secretFolders.has(part) || secretPairs.has(`${part}/${parts[index + 1]}`))
	);
}

const secretNames: ReadonlySet<string> = new Set([
	// Registries and package managers.
	'.npmrc',
	'.yarnrc',
	'.yarnrc.yml',
	'.pypirc',
	'.gem',
	'auth.json',
	'nuget.config',
	// The network and its programs.
	'.netrc',
	'_netrc',
	'.git-credentials',
	'.gitcookies',
	'.curlrc',
	'.wgetrc',
	'.ftpconfig',
	'.htpasswd',
	'.htdigest',
	// Databases.
	'.pgpass',
	'pgpass.conf',
	'.my.cnf',
	'.mylogin.cnf',
	// Clouds and their tools.
	'credentials',
	'credentials.json',
	'credentials.yml',
	'credentials.yaml',
	'credentials.csv',
	'credentials.toml',
	'.credentials.json',
	'client_secret.json',
	'application_default_credentials.json',
	'service-account.json',
	'serviceaccount.json',
	'kubeconfig',
	'.dockercfg',
	'.dockerconfigjson',
	'.boto',
	'.s3cfg',
	'.terraformrc',
	'terraform.rc',
	'terraform.tfstate',
	'terraform.tfstate.backup',
	// Frameworks.
	'master.key',
	'local.settings.json',
	'secrets',
	'secrets.json',
	'secrets.yml',
	'secrets.yaml',
	'secrets.toml',
	'secrets.properties',
	'secret.json',
	'secret.yml',
	'secret.yaml',
	'.secrets',
	'.vault-token',
	'.vault_pass',
	// What was typed.
	'.bash_history',
	'.zsh_history',
	'.python_history',
	'.node_repl_history',
	'.psql_history',
	'.mysql_history',
]);

/** Keys, certificates that may hold one, stores of keys and of passwords. */
const secretEndings: readonly string[] = [
	'.pem',
	'.key',
	'.p8',
	'.p12',
	'.pfx',
	'.pkcs12',
	'.jks',
	'.keystore',
	'.truststore',
	'.kdb',
	'.kdbx',
	'.ppk',
	'.gpg',
	'.pgp',
	'.asc',
	'.age',
	'.ovpn',
	'.keychain',
	'.keychain-db',
	'.agilekeychain',
	'.opvault',
	'.tfvars',
	'.tfvars.json',
	'.publishsettings',
	'.yml.enc',
	'.yaml.enc',
	'.env',
];

/** `.env`, `.env.local`, `.envrc`; `id_ed25519`, `id_rsa.backup`; `client_secret_123.json`; `service-account-prod.json`. */
const secretPatterns: readonly RegExp[] = [
	/^\.env/,
	/^id_(?:rsa|dsa|ecdsa|ed25519|xmss)(?:_sk)?(?![^.\-_~]).*$/,
	/^client_secret[^/]*\.json$/,
	/^service[-_]?account[^/]*\.json$/,
	/^(?:.*[-_.])?firebase-adminsdk[^/]*\.json$/,
];

const secretFolders: ReadonlySet<string> = new Set(['.ssh', '.gnupg', '.aws', '.azure', '.kube', '.password-store']);

/** Where only the file together with its folder tells. */
const secretPairs: ReadonlySet<string> = new Set([
	'.docker/config.json',
	'.cargo/credentials',
	'.gem/credentials',
	'gcloud/credentials.db',
	'gh/hosts.yml',
]);
