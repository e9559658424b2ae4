import '../editor/language.ts';
export { changesCommands } from '../editor/changesCommands.ts';
export { askingCommands, delegating } from '../editor/commands.ts';
export { trusted } from '../editor/handlers.ts';
export { createFindings } from '../editor/findings.ts';
export { race } from '../editor/race.ts';
export { createRoutes } from '../editor/routes.ts';
export { tellUnanswered } from '../editor/unanswered.ts';
export { chatRoute } from '../editor/chatRoute.ts';
