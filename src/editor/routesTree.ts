import * as l10n from '@vscode/l10n';
import { visible } from '../core/hiddenText.ts';
import { duration, grouped } from './figures.ts';
import { costWords, sumsOf, tokenWords } from './routeSums.ts';
import { spokenPart } from './spoken.ts';
import type { AttemptStory, Counted, RouteStory } from './stories.ts';
import { causeOf, type ClockFace, seconds } from './views.ts';
import { about, commandTitle, stopWords } from './words.ts';

/** One row of the routes view. */
export interface RouteNode {
	/** The same for the same thing, whenever it is drawn. */
	readonly id: string;
	readonly route: string;
	/** For menus. */
	readonly context:
		| 'route.running'
		| 'route.waiting'
		| 'route.ended'
		| 'attempt'
		| 'files'
		| 'file'
		| 'commands'
		| 'fact';
	readonly label: string;
	readonly description: string;
	readonly tooltip: string;
	/** What its icon says, for those who can’t see it; empty where the words say it too. */
	readonly spoken: string;
	/** A name of VS Code's own icons, and of a color of its themes; `null`: as the text. */
	readonly icon: { readonly name: string; readonly color: string | null };
	/** With a file: its path from the folder, as far as it is known whole. */
	readonly file: string | null;
	/** Whether its children are shown before the user has said so. */
	readonly open: boolean;
	readonly children: readonly RouteNode[];
}

interface Words {
	/** Milliseconds since the epoch. */
	readonly now: number;
	readonly clockFace: ClockFace;
	/** Whether something of a route that has ended waits for the user, be it unfinished work. */
	readonly waits: (route: string) => boolean;
}

/** The routes of a window, the newest first, with all that is known of each attempt. Pure. */
export function routesTree(stories: readonly RouteStory[], words: Words): readonly RouteNode[] {
	return [...stories].reverse().map((story) => routeNode(story, words));
}

/** The rows by their id. */
export function nodesById(nodes: readonly RouteNode[]): ReadonlyMap<string, RouteNode> {
	const found = new Map<string, RouteNode>();
	const visit = (node: RouteNode) => {
		found.set(node.id, node);
		node.children.forEach(visit);
	};
	nodes.forEach(visit);
	return found;
}

/** The ids of the rows that look otherwise than before or have other children, none below another; `'all'`: other routes. */
export function changedRows(before: readonly RouteNode[], after: readonly RouteNode[]): readonly string[] | 'all' {
	if (idsOf(before) !== idsOf(after)) {
		return 'all';
	}
	return before.flatMap((node, place) => {
		const other = after[place];
		return other === undefined ? [] : changedIn(node, other);
	});
}

function changedIn(before: RouteNode, after: RouteNode): readonly string[] {
	if (lookOf(before) !== lookOf(after) || idsOf(before.children) !== idsOf(after.children)) {
		return [after.id];
	}
	const below = changedRows(before.children, after.children);
	return below === 'all' ? [after.id] : below;
}

function idsOf(nodes: readonly RouteNode[]): string {
	return nodes.map(({ id }) => id).join('\n');
}

function lookOf({ context, label, description, tooltip, icon }: RouteNode): string {
	return JSON.stringify([context, label, description, tooltip, icon.name, icon.color]);
}

type Icon = RouteNode['icon'];

const running: Icon = { name: 'loading~spin', color: null };
const resting: Icon = { name: 'watch', color: null };
const asking: Icon = { name: 'comment-unresolved', color: 'notificationsWarningIcon.foreground' };
const answered: Icon = { name: 'pass', color: 'testing.iconPassed' };
const failed: Icon = { name: 'error', color: 'testing.iconFailed' };
const stopped: Icon = { name: 'circle-slash', color: 'disabledForeground' };
const waiting: Icon = { name: 'eye', color: 'notificationsInfoIcon.foreground' };
const sentBack: Icon = { name: 'discard', color: 'disabledForeground' };

function node(of: Pick<RouteNode, 'id' | 'route' | 'context' | 'label' | 'icon'> & Partial<RouteNode>): RouteNode {
	const tooltip = (of.tooltip ?? '').split('\n').map(visible).join('\n');
	const seen = { label: visible(of.label), description: visible(of.description ?? ''), tooltip };
	return { spoken: '', file: null, open: false, children: [], ...of, ...seen };
}

/** VS Code shows the first children of a row folded, unless the row is new to it. */
function unfolding(id: string, children: readonly RouteNode[]): string {
	return children.length === 0 ? `${id}/bare` : id;
}

function routeNode(story: RouteStory, words: Words): RouteNode {
	const { route, end } = story;
	const [icon, state] = stateOf(story, words);
	const time = words.clockFace(story.startedAt);
	const children = story.attempts.map((attempt, place) => attemptNode(`${route}/${place + 1}`, route, attempt, words));
	return node({
		id: unfolding(route, children),
		route,
		context: end === null ? 'route.running' : words.waits(route) ? 'route.waiting' : 'route.ended',
		label: commandTitle(story.command) ?? story.command,
		description: `${state} · ${time}`,
		tooltip: [`${l10n.t('Route {0}', route)} · ${time}`, state, ...sumsOf(story, words.now)]
			.filter((line) => line !== '')
			.join('\n'),
		icon,
		open: true,
		children,
	});
}

function stateOf(
	{ route, end, verdict, attempts, pause }: RouteStory,
	words: Words,
): readonly [icon: Icon, words: string] {
	if (end === null) {
		return runningState(pause, attempts.at(-1), words);
	}
	if ('because' in end) {
		const because = stopWords[end.because]();
		return words.waits(route)
			? [waiting, l10n.t('{0}, unfinished work waits for you', because)]
			: [end.because === 'cancelled' ? stopped : failed, because];
	}
	switch (verdict) {
		case null:
			return words.waits(route)
				? [waiting, l10n.t('{0} answered, waits for you', end.answeredBy)]
				: [answered, l10n.t('{0} answered', end.answeredBy)];
		case 'accepted':
			return [answered, l10n.t('accepted, by {0}', end.answeredBy)];
		case 'discarded':
			return [stopped, l10n.t('discarded, by {0}', end.answeredBy)];
		case 'sent-back':
			return [sentBack, l10n.t('sent back, by {0}', end.answeredBy)];
	}
}

/** Who works for how long, or what is waited for. */
function runningState(
	pause: RouteStory['pause'],
	working: AttemptStory | undefined,
	{ now, clockFace }: Words,
): readonly [icon: Icon, words: string] {
	if (pause !== null) {
		return pause.until === null
			? [asking, l10n.t('asks you about {0}', pause.provider)]
			: [resting, l10n.t('waits for {0} until {1}', pause.provider, clockFace(pause.until))];
	}
	return [
		running,
		working?.endedAt === null ? `${working.provider} ${seconds(now - working.startedAt)}` : l10n.t('choosing'),
	];
}

function attemptNode(id: string, route: string, attempt: AttemptStory, words: Words): RouteNode {
	const { clockFace } = words;
	const facts = [
		attempt.failure === null && !attempt.sentBack ? '' : causeOf(attempt, clockFace),
		attempt.goesOnFrom === null ? '' : l10n.t('goes on from {0}', attempt.goesOnFrom),
		seconds((attempt.endedAt ?? words.now) - attempt.startedAt),
		tokenWords(attempt),
		costWords(attempt),
	].filter((fact) => fact !== '');
	const children = [
		...filesNode(id, route, attempt.files),
		...commandsNode(id, route, attempt.commands),
		...factNodes(id, route, attempt),
	];
	const model = attempt.answeredBy ?? attempt.model;
	const tooltip = [
		model === null ? attempt.provider : `${attempt.provider} · ${model}`,
		l10n.t('Began at {0}', clockFace(attempt.startedAt)),
		attempt.firstOutputMs === null ? '' : l10n.t('First output after {0}', duration(attempt.firstOutputMs)),
		attempt.failure === null ? '' : about(attempt.failure.kind, spokenPart(attempt.failure.message)),
	].filter((line) => line !== '');
	return node({
		id: unfolding(id, children),
		route,
		context: 'attempt',
		label: attempt.provider,
		description: facts.join(' · '),
		tooltip: tooltip.join('\n'),
		spoken: spokenOf(attempt),
		icon: iconOf(attempt),
		open: true,
		children,
	});
}

function spokenOf({ endedAt, failure, sentBack: isSentBack }: AttemptStory): string {
	if (failure !== null || isSentBack) {
		return '';
	}
	return endedAt === null ? l10n.t('at work') : l10n.t('answered');
}

function iconOf({ endedAt, failure, sentBack: isSentBack }: AttemptStory): Icon {
	if (failure !== null) {
		return failure.kind === 'cancelled' || failure.kind === 'skipped' ? stopped : failed;
	}
	return isSentBack ? sentBack : endedAt === null ? running : answered;
}

function filesNode(attempt: string, route: string, files: Counted): readonly RouteNode[] {
	const id = `${attempt}/files`;
	const children = files.items.map(({ name, count }) => {
		const folder = name.slice(0, Math.max(0, name.lastIndexOf('/')));
		const times = count === 1 ? '' : l10n.t('{0} edits', count);
		return node({
			id: `${id}/${name}`,
			route,
			context: 'file',
			label: name.slice(name.lastIndexOf('/') + 1),
			description: [folder, times].filter((part) => part !== '').join(' · '),
			tooltip: name,
			icon: { name: 'file', color: null },
			file: name.startsWith('…') ? null : name,
		});
	});
	const more = moreNode(
		id,
		route,
		files.others,
		files.others === 1 ? l10n.t('and 1 more edit') : l10n.t('and {0} more edits', files.others),
	);
	return group(id, route, 'files', l10n.t('Files'), 'files', [...children, ...more], countWords(files));
}

function commandsNode(attempt: string, route: string, commands: Counted): readonly RouteNode[] {
	const id = `${attempt}/commands`;
	const children = commands.items.map(({ name, count }) =>
		node({
			id: `${id}/${name}`,
			route,
			context: 'fact',
			label: name,
			description: count === 1 ? '' : l10n.t('{0} times', count),
			tooltip: name,
			icon: { name: 'terminal', color: null },
		}),
	);
	const more = moreNode(
		id,
		route,
		commands.others,
		commands.others === 1 ? l10n.t('and 1 more command') : l10n.t('and {0} more commands', commands.others),
	);
	return group(id, route, 'commands', l10n.t('Commands'), 'terminal', [...children, ...more], countWords(commands));
}

/** How often in all. */
function countWords({ items, others }: Counted): string {
	return String(items.reduce((sum, { count }) => sum + count, others));
}

function moreNode(id: string, route: string, others: number, label: string): readonly RouteNode[] {
	const icon: Icon = { name: 'ellipsis', color: null };
	return others === 0 ? [] : [node({ id: `${id}//more`, route, context: 'fact', label, icon })];
}

function group(
	id: string,
	route: string,
	context: 'files' | 'commands',
	label: string,
	icon: string,
	children: readonly RouteNode[],
	description: string,
): readonly RouteNode[] {
	const look = { id, route, context, label, description, icon: { name: icon, color: null } } as const;
	return children.length === 0 ? [] : [node({ ...look, open: context === 'files', children })];
}

function factNodes(attempt: string, route: string, { tools }: AttemptStory): readonly RouteNode[] {
	const icon: Icon = { name: 'tools', color: null };
	const label = l10n.t('Tool calls');
	const id = `${attempt}/tools`;
	return tools === 0 ? [] : [node({ id, route, context: 'fact', label, description: grouped(tools), icon })];
}
