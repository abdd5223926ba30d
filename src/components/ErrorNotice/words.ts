export { explainError } from './explainError.ts';
export { JobNotice } from './JobNotice.tsx';
