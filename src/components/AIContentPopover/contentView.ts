export { ContentActions } from './ContentActions.tsx';
export { renderContent } from './renderContent.ts';
