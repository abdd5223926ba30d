export { announcement, type Announcement } from './announcement.ts';
export { connectionText } from './connectionText.ts';
export { inLine, queueText } from './queueText.ts';
export { JobProgress } from './JobProgress.tsx';
export type { JobProgressProps, LiveJobState } from './types.ts';
