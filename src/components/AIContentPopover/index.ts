export { AIContentPopover } from './AIContentPopover.tsx';
export type {
	AIContentPopoverProps,
	ContentUsed,
	GeneratedContent,
	UseContent,
} from './types.ts';
