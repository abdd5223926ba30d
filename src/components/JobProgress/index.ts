export { announcement } from './announcement.ts';
export { inLine, queueText } from './queueText.ts';
export { JobProgress } from './JobProgress.tsx';
export type { JobProgressProps, LiveJobState } from './types.ts';
