export { announcement, type Announcement } from './announcement.ts';
export { connectionText } from './connectionText.ts';
export { JobProgress } from './JobProgress.tsx';
export type { JobProgressProps, LiveJobState } from './types.ts';
