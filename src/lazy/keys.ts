export { editorQuestions, removeKey, setKey } from '../editor/keyCommands.ts';
