export { createAcpAdapter } from '../providers/acp.ts';
