export { ErrorNotice } from './ErrorNotice.tsx';
export { explainError, type Explanation, type Remedy } from './explainError.ts';
export type { ErrorNoticeProps } from './types.ts';
export { noticeStatus, stateError } from './stateError.ts';
