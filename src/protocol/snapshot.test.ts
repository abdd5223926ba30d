import { expect, test, vi } from 'vitest';
import { isAiJobError } from './error.ts';
import { parseSnapshot } from './snapshot.ts';

const wire = {
	id: '0b5f4c5e-6d0f-4d5e-9a62-6f8f3f1f0c11',
	type: 'content',
	status: 'pending',
	created_at: '2026-11-24T10:00:00Z',
	started_at: null,
	finished_at: null,
	expires_at: '2026-11-24T10:05:00Z',
	attempt: 0,
	progress: null,
	result: null,
	error: null,
	poll_after_ms: 3000,
	needs_runner: false,
	server_time: '2026-11-24T10:00:00Z',
};

test( 'names are turned to camelCase, also inside a result', () => {
	const snapshot = parseSnapshot( {
		...wire,
		status: 'completed',
		result: { usage: { input_tokens: 1 } },
	} );
	expect( snapshot ).toMatchObject( {
		createdAt: '2026-11-24T10:00:00Z',
		result: { usage: { inputTokens: 1 } },
	} );
} );

test( 'a status of a newer server reads as processing, and is told', () => {
	const onUnknownStatus = vi.fn();
	expect(
		parseSnapshot( { ...wire, status: 'paused' }, onUnknownStatus ).status
	).toBe( 'processing' );
	expect( onUnknownStatus ).toHaveBeenCalledExactlyOnceWith( 'paused' );
} );

test.each( [
	[ 'says', { queue_position: 3 }, 3 ],
	[ 'denies', { queue_position: null }, null ],
	[ 'does not mention', {}, null ],
] )( 'a server that %s a queue', ( _name, more, queuePosition ) => {
	expect( parseSnapshot( { ...wire, ...more } ) ).toMatchObject( {
		queuePosition,
	} );
} );

test( 'an unknown job error code reads as internal', () => {
	const snapshot = parseSnapshot( {
		...wire,
		status: 'failed',
		error: { code: 'provider_on_fire', message: 'Oh.', retryable: true },
	} );
	expect( snapshot ).toMatchObject( {
		error: { code: 'internal', mayBeBilled: false },
	} );
} );

test.each( [
	[ 'attempt', { ...wire, attempt: -1 }, 'snapshot.attempt' ],
	[
		'progress',
		{ ...wire, progress: { fraction: 2, message: null } },
		'snapshot.progress.fraction',
	],
	[ 'error', { ...wire, status: 'failed' }, 'snapshot.error' ],
	[
		'place in the queue',
		{ ...wire, queue_position: 0 },
		'snapshot.queuePosition',
	],
] )( 'a wrong %s is a protocol error with its path', ( _name, json, field ) => {
	let caught: unknown;
	try {
		parseSnapshot( json );
	} catch ( error ) {
		caught = error;
	}
	expect( isAiJobError( caught ) && caught ).toMatchObject( {
		code: 'protocol',
		field,
	} );
} );

test.each( [ '0', -1, null, '<html></html>' ] )(
	'the body %j is a protocol error',
	( json ) => {
		expect( () => parseSnapshot( json ) ).toThrow(
			expect.objectContaining( { code: 'protocol' } )
		);
	}
);
