export { JobFeedback } from './JobFeedback.tsx';
export type { JobFeedbackProps } from './types.ts';
