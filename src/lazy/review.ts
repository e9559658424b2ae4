import '../editor/language.ts';
export { changesAsks } from '../editor/changesAsks.ts';
export { createChangesReview } from '../editor/changesReview.ts';
export { createChangesView } from '../editor/changesView.ts';
