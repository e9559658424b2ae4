import '../editor/language.ts';
export { findAndAdd, offerProviders } from '../editor/addProviders.ts';
export { agentProvider, discover } from '../editor/discovery.ts';
export { trusted } from '../editor/handlers.ts';
export { providerGiven } from '../editor/providerGiven.ts';
export { choose } from '../editor/chosen.ts';
export { openSwitcher } from '../editor/switcher.ts';
export { setConsent, setReach } from '../editor/userSettings.ts';
export { findLocalServers } from '../providers/detect.ts';
