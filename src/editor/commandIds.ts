/** Ask something of a provider. Their room is loaded at the first question. */
export const askingIds = [
	'switchyard.generate',
	'switchyard.edit',
	'switchyard.fix',
	'switchyard.refactor',
	'switchyard.optimize',
	'switchyard.document',
	'switchyard.writeTests',
	'switchyard.explain',
	'switchyard.review',
	'switchyard.securityAudit',
	'switchyard.clearFindings',
	'switchyard.delegate',
	'switchyard.race',
	'switchyard.ask',
] as const;

/** Are about providers and their keys. Their room is loaded when one of them is called. */
export const managingIds = [
	'switchyard.selectProvider',
	'switchyard.addProvider',
	'switchyard.detectProviders',
	'switchyard.importProviders',
	'switchyard.testProvider',
	'switchyard.setKey',
	'switchyard.removeKey',
	'switchyard.setReach',
	'switchyard.setConsent',
	'switchyard.openWalkthrough',
] as const;

/** Tell about routes. Their room is loaded when one of them is called. */
export const pageIds = [
	'switchyard.explainRoute',
	'switchyard.showTimeline',
	'switchyard.replayRoute',
	'switchyard.retryRoute',
	'switchyard.retryRouteWith',
	'switchyard.copyRouteCause',
	'switchyard.forgetRoute',
	'switchyard.clearRoutes',
	'switchyard.showStatistics',
	'switchyard.resetStatistics',
	'switchyard.resetCooldowns',
	'switchyard.exportRouteLog',
] as const;

/** Tell what went along with questions. Their room is loaded with the first question. */
export const contextIds = ['switchyard.showContext'] as const;

/** Are about changes that wait for the user’s word. */
export const changesIds = [
	'switchyard.acceptAllChanges',
	'switchyard.acceptCheckedChanges',
	'switchyard.discardChanges',
	'switchyard.nextProviderForChanges',
	'switchyard.chooseChanges',
	'switchyard.acceptFile',
	'switchyard.acceptHunk',
	'switchyard.openChange',
	'switchyard.openChangedFile',
	'switchyard.mergeFile',
	'switchyard.keepMine',
	'switchyard.takeTheirs',
] as const;

/** Are ready from the start. */
const immediateIds = [
	'switchyard.nextProvider',
	'switchyard.cancel',
	'switchyard.acceptAnswer',
	'switchyard.discardAnswer',
	'switchyard.showAnswer',
	'switchyard.showLog',
	'switchyard.showRoutes',
] as const;

/** Every command that package.json contributes; a missing handler does not compile. */
export const commandIds = [
	...askingIds,
	...managingIds,
	...pageIds,
	...contextIds,
	...changesIds,
	...immediateIds,
] as const;
export type CommandId = (typeof commandIds)[number];
