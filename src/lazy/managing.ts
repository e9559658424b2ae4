import '../editor/language.ts';
export { findAndAdd, offerProviders } from '../editor/addProviders.ts';

export { discover } from '../editor/discovery.ts';
export { trusted } from '../editor/handlers.ts';
export { pickChoice } from '../editor/switcher.ts';
export { findLocalServers } from '../providers/detect.ts';
