export { ContentActions } from './ContentActions.tsx';
export { renderContent } from './renderContent.ts';
export { toRefinement } from './toRefinement.ts';
