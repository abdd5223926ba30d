export { AIContentPopover } from './AIContentPopover.tsx';
export { renderContent } from './renderContent.ts';
export type {
	AIContentPopoverProps,
	ContentUsed,
	GeneratedContent,
	UseContent,
} from './types.ts';
