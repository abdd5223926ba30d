import { expect, test } from 'vitest';
import { AiJobError, type AiJobErrorCode } from '../../protocol/index.ts';
import { explainState } from './explainState.ts';

const failed = ( code: AiJobErrorCode, options = {} ) =>
	explainState( {
		status: 'failed',
		id: 'a',
		error: new AiJobError( code, 'The site’s own sentence.', options ),
	} );

test( 'an error says its own sentence, and what may be billed', () => {
	expect( failed( 'provider_refused' ) ).toEqual( {
		happened: 'The site’s own sentence.',
		safe: '',
		next: '',
		remedy: 'none',
	} );
	expect( failed( 'interrupted', { mayBeBilled: true } )?.safe ).toContain(
		'may charge'
	);
} );

test.each( [
	[ 'provider_timeout', { retryable: true }, 'retry' ],
	[ 'not_logged_in', {}, 'log-in' ],
	[ 'no_provider', { retryable: true }, 'set-up' ],
	[ 'invalid_input', {}, 'none' ],
] as const )( '"%s" (%j) is helped by %s', ( code, options, remedy ) => {
	expect( failed( code, options )?.remedy ).toBe( remedy );
} );

test( 'a job that takes long can be waited for, a stopped one says what it may cost', () => {
	expect(
		explainState( {
			status: 'timed-out',
			id: 'a',
			partialResult: null,
			startedAtMs: 0,
		} )?.remedy
	).toBe( 'keep-waiting' );
	expect(
		explainState( {
			status: 'cancelled',
			id: 'a',
			partialResult: null,
			mayBeBilled: true,
		} )?.safe
	).toContain( 'may charge' );
	expect( explainState( { status: 'idle' } ) ).toBeNull();
} );
