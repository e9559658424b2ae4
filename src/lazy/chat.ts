export { createParticipant } from '../editor/chatParticipant.ts';
export { createModelProvider } from '../editor/modelProvider.ts';
export { notSendable } from '../editor/surroundings.ts';
