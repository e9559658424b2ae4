export { createAgentCliAdapter } from '../providers/agentCli.ts';
export { accountOf } from '../workspace/account.ts';
export { createWorkspace } from '../workspace/workspace.ts';
