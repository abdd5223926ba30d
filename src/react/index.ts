/**
 * Provider and hooks, without markup.
 *
 * @module wp-ai-jobs/react
 */
export {
	AiJobsProvider,
	useAiJobClient,
	type AiJobsProviderProps,
} from './AiJobsProvider.tsx';
export { useAiJob, type UseAiJobOptions } from './useAiJob.ts';
export type { Connection } from '../client/index.ts';
export type {
	AiJob,
	JobActions,
	JobState,
	StartOptions as JobStartOptions,
} from './jobState.ts';
export { useCapabilities, type CapabilitiesState } from './useCapabilities.ts';
export { useAdopt, type Adopt } from './useAdopt.ts';
export { usePostJobs } from './usePostJobs.ts';
export { useDraft, type DraftHandle } from './useDraft.ts';
