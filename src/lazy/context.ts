export { askInstruction } from '../editor/askInstruction.ts';
export { createContext } from '../editor/showContext.ts';
