import '../editor/language.ts';
export { findAndAdd, offerProviders } from '../editor/addProviders.ts';

export { discover } from '../editor/discovery.ts';
export { trusted } from '../editor/handlers.ts';
export { removeKey, setKey } from '../editor/keyCommands.ts';
export { pickChoice } from '../editor/switcher.ts';
export { findLocalServers } from '../providers/detect.ts';
