export { AIImagePopover } from './AIImagePopover.tsx';
export type { AIImagePopoverProps, UseImage, UseImages } from './types.ts';
