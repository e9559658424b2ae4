export { addProvider } from '../editor/addProvider.ts';
export { createAdding } from '../editor/adding.ts';
export { findSources, readExported } from '../editor/importFiles.ts';
export { importProviders } from '../editor/importProviders.ts';
export { importOf } from '../editor/importTold.ts';
export { listModels } from '../providers/modelList.ts';
