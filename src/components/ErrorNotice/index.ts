export { ErrorNotice } from './ErrorNotice.tsx';
export { plainExplanation } from './plainExplanation.ts';
export { retryTime } from './retryTime.ts';
export { noticeStatus, stateError } from './stateError.ts';
export type { Explanation, Remedy } from './types.ts';
