export { JobNotice } from '../ErrorNotice/JobNotice.tsx';
export { explainImageError, explainMissing } from './explainImageError.ts';
export { explainImportFailure } from './explainImportFailure.ts';
