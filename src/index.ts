/**
 * The popovers, `AiJobsProvider`, the hooks, and the client.
 *
 * @module wp-ai-jobs
 */
export * from './client/index.ts';
export * from './components/index.ts';
export * from './react/index.ts';
// Both have options to start with; the hook's are the smaller part.
export type { StartOptions } from './client/index.ts';
