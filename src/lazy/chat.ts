import '../editor/language.ts';
export { createParticipant } from '../editor/chatParticipant.ts';
export { createModelProvider } from '../editor/modelProvider.ts';
export { notSendable } from '../editor/sendable.ts';
