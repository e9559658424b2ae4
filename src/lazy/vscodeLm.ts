export { createVscodeLmAdapter } from '../providers/vscodeLm.ts';
