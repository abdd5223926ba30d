export * from './AIContentPopover/index.ts';
