/**
 * The client alone, without React.
 *
 * @module wp-ai-jobs/client
 */
export * from './createAiJobClient.ts';
export type { Environment } from './environment.ts';
export type {
	JobHandle,
	JobInput,
	JobResult,
	JobTypeRef,
} from './jobHandle.ts';
export { connectionOf, type Connection } from './connection.ts';
export { jobError } from './jobError.ts';
export * from './pollingPolicy.ts';
export type { Tracking } from './tracking.ts';
export type { JobNews } from './jobNews.ts';
export {
	shareAcrossTabs,
	type ShareAcrossTabsOptions,
	type TabChannel,
} from './tabs/shareAcrossTabs.ts';
export type { TabLocks } from './tabs/turn.ts';
export type { RequestOptions, Transport } from './transport.ts';
export * from '../protocol/index.ts';
