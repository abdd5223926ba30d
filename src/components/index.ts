export * from './AIContentPopover/index.ts';
export * from './AIImagePopover/index.ts';
export type { LogIn } from './LogIn/index.ts';
export * from './JobFeedback/index.ts';
