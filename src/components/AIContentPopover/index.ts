export { AIContentPopover } from './AIContentPopover.tsx';
export type {
	AIContentPopoverProps,
	GeneratedContent,
	UseContent,
} from './types.ts';
