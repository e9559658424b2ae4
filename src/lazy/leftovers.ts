import '../editor/language.ts';
export { offerInterrupted } from '../editor/interrupted.ts';
export { offerLeftovers } from '../editor/leftovers.ts';
export { endOrphans } from '../providers/orphans.ts';
