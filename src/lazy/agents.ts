export { createAgentCliAdapter } from '../providers/agentCli.ts';
export { accountOf } from '../workspace/account.ts';
export { createWorktreeWorkspace } from '../workspace/worktree.ts';
