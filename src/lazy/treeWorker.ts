import '../workspace/treeThread.ts';
