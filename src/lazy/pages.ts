import '../editor/language.ts';

export { exportRouteLog } from '../editor/exportLog.ts';
export { resetCooldowns } from '../editor/resetCooldowns.ts';
export { routeActions } from '../editor/routeActions.ts';
export { createStatistics } from '../editor/statistics.ts';
export { createTimeline } from '../editor/timeline.ts';
export { createWhy } from '../editor/why.ts';
