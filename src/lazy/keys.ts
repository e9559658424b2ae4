import '../editor/language.ts';
export { editorQuestions, removeKey, setKey } from '../editor/keyCommands.ts';
