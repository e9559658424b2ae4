import * as v from 'valibot';
import {
	type AgentSettings,
	type FolderRule,
	folderRules,
	isolations,
	knownAgents,
	outputs,
	permissions,
	promptWays,
	usualAgentSettings,
} from './agent.ts';
import { agentName, environmentName, oneOf, text } from './settingsSchema.ts';

/** `switchyard.agents`: how each agent program is started. */
export const agentsSchema = v.pipe(
	v.record(
		agentName,
		v.strictObject(
			{
				path: v.optional(text('the path of a program')),
				args: v.optional(v.array(v.string('expected a text'), 'expected a list of arguments')),
				env: v.optional(v.array(environmentName, 'expected a list of names of environment variables')),
				isolation: v.optional(oneOf(isolations)),
				permission: v.optional(oneOf(permissions)),
				output: v.optional(oneOf(outputs)),
				prompt: v.optional(oneOf(promptWays)),
			},
			'expected an object such as { "path": "…" }',
		),
		'expected an object with an entry for each agent',
	),
	v.rawCheck(({ dataset, addIssue }) => {
		for (const [name, entry] of dataset.typed ? Object.entries(dataset.value) : []) {
			if (entry.path === undefined && !isKnown(name)) {
				addIssue({
					message: `name its program by "path": only these are known: ${knownAgents.join(', ')}`,
					path: [
						{
							type: 'object',
							origin: 'value',
							input: dataset.value as Record<string, unknown>,
							key: name,
							value: entry,
						},
					],
				});
			}
		}
	}),
	v.transform((entries) =>
		Object.fromEntries(
			Object.entries(entries).map(([name, entry]): [string, AgentSettings] => [name, withDefaults(entry)]),
		),
	),
);

function withDefaults(entry: Partial<{ [K in keyof AgentSettings]: AgentSettings[K] | undefined }>): AgentSettings {
	const set = Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined));
	return { ...usualAgentSettings, ...set };
}

function isKnown(name: string): boolean {
	return knownAgents.some((known) => known === name);
}

/** VS Code gives `switchyard.agents.onFailure`, where it is set, as a part of `switchyard.agents` too. */
export function withoutOnFailure(value: unknown): unknown {
	if (typeof value !== 'object' || value === null || Array.isArray(value) || !('onFailure' in value)) {
		return value;
	}
	const { onFailure, ...agents } = value;
	return typeof onFailure === 'string' && Object.keys(agents).length === 0 ? undefined : agents;
}

/** `switchyard.isolation.ignoredFolders`: by the name of a folder, never a path. */
export const ignoredFoldersSchema = v.pipe(
	v.record(
		v.pipe(v.string(), v.regex(/^(?!\.{1,2}$|\.git$)[^/\\\0]{1,255}$/i, 'use the name of a folder, not a path')),
		oneOf(folderRules),
		'expected an object such as { "node_modules": "clone" }',
	),
	v.transform((rules): Readonly<Record<string, FolderRule>> => rules),
);
