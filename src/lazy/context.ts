import '../editor/language.ts';
export { askInstruction } from '../editor/askInstruction.ts';
export { createContext } from '../editor/showContext.ts';
