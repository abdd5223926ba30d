export * from './AIContentPopover/index.ts';
export * from './AIImagePopover/index.ts';
