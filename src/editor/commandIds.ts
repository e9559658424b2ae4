/** Every command that package.json contributes; a missing handler does not compile. */
export const commandIds = [
	'switchyard.generate',
	'switchyard.edit',
	'switchyard.explain',
	'switchyard.delegate',
	'switchyard.ask',
	'switchyard.nextProvider',
	'switchyard.cancel',
	'switchyard.acceptAnswer',
	'switchyard.discardAnswer',
	'switchyard.showAnswer',
	'switchyard.selectProvider',
	'switchyard.detectProviders',
	'switchyard.setKey',
	'switchyard.removeKey',
	'switchyard.explainRoute',
	'switchyard.resetCooldowns',
	'switchyard.showLog',
	'switchyard.exportRouteLog',
] as const;
export type CommandId = (typeof commandIds)[number];
