import { type ClientContext, PROTOCOL_VERSION } from '@agentclientprotocol/sdk';
import type { Permission } from '../core/agent.ts';
import type { Failure } from '../core/failure.ts';
import type { AcpAgent } from './acpAgent.ts';
import { authenticationRequired } from './acpFailure.ts';
import { fieldsOf, textIn } from './dialects/verdict.ts';

export interface SessionInput {
	readonly agent: AcpAgent;
	/** Absolute. */
	readonly cwd: string;
	readonly permission: Permission;
	/** `null`: the agent's own. */
	readonly model: string | null;
	/** What the agent's program was started with; names of variables tell which keys are at hand. */
	readonly environment: Readonly<Record<string, string>>;
	readonly offersFiles: boolean;
	readonly offersTerminals: boolean;
}

export type Session =
	| { readonly ok: true; readonly id: string; readonly model: string | null }
	| { readonly ok: false; readonly failure: Failure };

/** Shakes hands. Throws what the agent answers with, and when the connection ends. */
export async function initialize(
	context: ClientContext,
	{ offersFiles, offersTerminals }: Pick<SessionInput, 'offersFiles' | 'offersTerminals'>,
): Promise<{ readonly version: number; readonly authMethods: readonly unknown[] }> {
	const answer = fieldsOf(
		await context.request('initialize', {
			protocolVersion: PROTOCOL_VERSION,
			clientInfo: { name: 'switchyard', version: '0' },
			clientCapabilities: {
				fs: { readTextFile: offersFiles, writeTextFile: offersFiles },
				terminal: offersTerminals,
			},
		}),
	);
	const { protocolVersion, authMethods } = answer;
	return {
		version: typeof protocolVersion === 'number' ? protocolVersion : 0,
		authMethods: Array.isArray(authMethods) ? authMethods : [],
	};
}

/** A session in which the agent may do what it shall, with the model that it shall have. Throws as `initialize` does. */
export async function openSession(context: ClientContext, input: SessionInput): Promise<Session> {
	const { version, authMethods } = await initialize(context, input);
	if (version !== PROTOCOL_VERSION) {
		const message = `The agent speaks version ${version} of the protocol, not ${PROTOCOL_VERSION}.`;
		return failed({ kind: 'unreachable', message, neverSent: true });
	}
	const opened = await newSession(context, input, authMethods);
	if (opened === null) {
		const { loginCommand } = input.agent;
		const how = loginCommand === null ? 'Log in with the agent itself.' : `Log in with “${loginCommand}”.`;
		return failed({ kind: 'unauthorized', message: `The agent is not logged in. ${how}`, neverSent: true });
	}
	const sessionId = textIn(opened['sessionId']);
	const offer = { ...offerOf(opened), sessionId };
	await chooseMode(context, offer, input);
	const model = await chooseModel(context, offer, input);
	if (model === null && input.model !== null) {
		const message = 'The agent offers no model of this name.';
		return failed({ kind: 'model-missing', message, neverSent: true });
	}
	return { ok: true, id: sessionId, model };
}

/** `null` when the agent wants to be logged in, and that can't be done without a person. */
async function newSession(
	context: ClientContext,
	{ agent, cwd, environment, permission }: SessionInput,
	authMethods: readonly unknown[],
): Promise<Fields | null> {
	const meta = agent.sessionMeta(permission);
	const request = { cwd, mcpServers: [], ...(meta === null ? {} : { _meta: meta }) };
	const open = async () => fieldsOf(await context.request('session/new', request));
	const wantsLogin = (error: unknown) => fieldsOf(error)['code'] === authenticationRequired;
	try {
		return await open();
	} catch (error) {
		const method = authMethods.map(fieldsOf).find((each) => isSilent(each, environment));
		if (!wantsLogin(error) || method === undefined) {
			return wantsLogin(error) ? null : throwAgain(error);
		}
		await context.request('authenticate', { methodId: method['id'] });
		return open().catch((again: unknown) => (wantsLogin(again) ? null : throwAgain(again)));
	}
}

/** Whether a method asks nobody anything: it takes what it needs from variables, and these are there. */
function isSilent(method: Fields, environment: Readonly<Record<string, string>>): boolean {
	const needed = listIn(method['vars']).filter((variable) => variable['optional'] !== true);
	const isThere = (variable: Fields) => (environment[textIn(variable['name'])] ?? '') !== '';
	return method['type'] === 'env_var' && needed.length > 0 && needed.every(isThere);
}

type Fields = Readonly<Record<string, unknown>>;

interface Choice {
	readonly value: string;
	readonly name: string;
}

interface Offer {
	readonly modes: readonly Choice[];
	readonly models: readonly Choice[];
	readonly currentMode: string;
	readonly currentModel: string;
	/** The options that stand for mode and model, by their ids; `null`: set in a way of its own. */
	readonly modeOption: string | null;
	readonly modelOption: string | null;
}

/** Agents offer modes and models as options of a session, or as lists of their own; some as both. */
function offerOf(session: Fields): Offer {
	const options = listIn(session['configOptions']);
	const mode = options.find((option) => option['category'] === 'mode');
	const model = options.find((option) => option['category'] === 'model');
	const modes = fieldsOf(session['modes']);
	const models = fieldsOf(session['models']);
	const ownModes = choices(modes['availableModes'], 'id');
	return {
		modes: ownModes.length > 0 ? ownModes : choices(mode?.['options'], 'value'),
		modeOption: ownModes.length > 0 ? null : textIn(mode?.['id']) || null,
		models: model === undefined ? choices(models['availableModels'], 'modelId') : choices(model['options'], 'value'),
		modelOption: textIn(model?.['id']) || null,
		currentMode: textIn(modes['currentModeId']) || textIn(mode?.['currentValue']),
		currentModel: textIn(model?.['currentValue']) || textIn(models['currentModelId']),
	};
}

/** Options can be in groups. */
function choices(value: unknown, key: string): readonly Choice[] {
	return listIn(value).flatMap((entry) =>
		Array.isArray(entry['options'])
			? choices(entry['options'], key)
			: [{ value: textIn(entry[key]), name: textIn(entry['name']) }],
	);
}

async function chooseMode(
	context: ClientContext,
	{ modes, currentMode, modeOption, sessionId }: Offer & { readonly sessionId: string },
	{ agent, permission }: SessionInput,
): Promise<void> {
	const wanted = agent.modes[permission].find((id) => modes.some((mode) => mode.value === id));
	if (wanted === undefined || wanted === currentMode) {
		return;
	}
	await (modeOption === null
		? context.request('session/set_mode', { sessionId, modeId: wanted })
		: context.request('session/set_config_option', { sessionId, configId: modeOption, value: wanted }));
}

/** The model that the session has in the end; `null` when it is not known, or the wanted one is not offered. */
async function chooseModel(
	context: ClientContext,
	{ models, currentModel, modelOption, sessionId }: Offer & { readonly sessionId: string },
	{ agent, model }: SessionInput,
): Promise<string | null> {
	if (model === null || agent.modelByLaunch) {
		return model ?? (currentModel || null);
	}
	const found = models.find(({ value, name }) => value === model || name === model);
	if (found === undefined) {
		return null;
	}
	if (found.value !== currentModel) {
		await (modelOption === null
			? context.request('session/set_model', { sessionId, modelId: found.value })
			: context.request('session/set_config_option', { sessionId, configId: modelOption, value: found.value }));
	}
	return model;
}

function listIn(value: unknown): readonly Fields[] {
	return Array.isArray(value) ? value.map(fieldsOf) : [];
}

function throwAgain(error: unknown): never {
	throw error;
}

function failed(failure: Failure): Session {
	return { ok: false, failure };
}
