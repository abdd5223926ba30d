export { ErrorNotice } from './ErrorNotice.tsx';
export { plainExplanation } from './plainExplanation.ts';
export { PlainNotice } from './PlainNotice.tsx';
export { stateError } from './stateError.ts';
export type { Explanation, Remedy } from './types.ts';
