export { createAgentCliAdapter } from '../providers/agentCli.ts';
export { createWorktreeWorkspace } from '../workspace/worktree.ts';
