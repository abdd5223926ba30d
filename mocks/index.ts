/**
 * A site in memory, behind MSW: the plugin's routes and rules, with a script
 * where the AI would be.
 *
 * @module wp-ai-jobs/mocks
 */
export * from './clock.ts';
export * from './backend.ts';
export type { GivenJob } from './givenJob.ts';
export type { JobService } from './jobService.ts';
export type { JournalEntry, JournalRequest, StartedJob } from './journal.ts';
export type { JobLimits } from './limits.ts';
export type { WireAttachment } from './mediaLibrary.ts';
export { mockJobType, type MockJobType } from './mockJobType.ts';
export type { MockNetwork } from './network.ts';
export type { MockUser } from './user.ts';
export type { WireSnapshot } from './wireSnapshot.ts';
export * from './createJobHandlers.ts';
export { demoContent } from './demoContent.ts';
export { demoImage, demoImageSize } from './demoImage.ts';
export {
	scenarios,
	type ImportFault,
	type JobOutcome,
	type RequestFault,
	type Scenario,
	type ScenarioName,
	type WireImageOptions,
} from './scenario.ts';
