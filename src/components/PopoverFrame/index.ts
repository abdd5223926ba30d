export { PopoverFooter } from './PopoverFooter.tsx';
export { PopoverFrame } from './PopoverFrame.tsx';
export type { PopoverAnchor, PopoverFrameProps } from './types.ts';
export { useAnnouncement } from './useAnnouncement.ts';
export { useStageFocus } from './useStageFocus.ts';
export { useIsInBrowser } from './useIsInBrowser.ts';
