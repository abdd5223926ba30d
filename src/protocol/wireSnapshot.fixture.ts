/**
 * A snapshot as it travels, of a content job that is being executed; for tests.
 *
 * @param over What is different, in the wire's names.
 */
export const wireSnapshot = ( over: object = {} ) => ( {
	id: 'a',
	type: 'content',
	status: 'processing',
	created_at: '2026-11-24T10:00:00Z',
	started_at: null,
	finished_at: null,
	expires_at: null,
	attempt: 1,
	progress: null,
	poll_after_ms: null,
	server_time: '2026-11-24T10:00:00Z',
	...over,
} );
