export { announcement } from './announcement.ts';
export { connectionText } from './connectionText.ts';
export { ElapsedTime } from './ElapsedTime.tsx';
export { inLine, queueText } from './queueText.ts';
export { JobProgress } from './JobProgress.tsx';
export type { JobProgressProps, LiveJobState } from './types.ts';
