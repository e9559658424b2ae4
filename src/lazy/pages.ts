import '../editor/language.ts';
export { exportRouteLog } from '../editor/exportLog.ts';
export { resetCooldowns } from '../editor/resetCooldowns.ts';
export { createWhy } from '../editor/why.ts';
