import { defineCases } from '../case.ts';
import {
	content,
	expectAnswer,
	expectRefusal,
	images,
	json,
	type Caller,
} from '../caller.ts';
import type { Answer } from '../backend.ts';
import { expectThat } from '../expectation.ts';

const HOUR_MS = 3_600_000;
const LIFETIME_MS = 300_000;

/** What a refusal asks to wait, in s: the same in header and body. */
function retryAfter( answer: Answer ): number {
	expectRefusal( answer, 429, 'ai_job_rate_limited' );
	const seconds = Number( answer.headers.get( 'retry-after' ) );
	expectThat(
		json( answer ),
		{ data: { retryable: true, retry_after: seconds } },
		'body'
	);
	return seconds;
}

/** A site on which nothing was started within the hour, and nothing runs. */
const fresh = async ( { control }: Caller ) => control.advance( HOUR_MS );

/** Takes the only place, for as long as a lease. */
async function occupied( { control, started }: Caller ) {
	await control.limit( { running: 1 } );
	const { id } = await started( content(), { user: 'administrator' } );
	await control.claim( id );
	return id;
}

export const limitCases = defineCases( 'rest', 'limits', ( add ) => {
	add(
		'too many live jobs are refused until one is over',
		"one of the user's [limits](#limits) is reached",
		async ( caller ) => {
			await fresh( caller );
			const { control, started, start, act } = caller;
			await control.limit( { live: 2 } );
			const { id } = await started();
			await started();
			expectThat( retryAfter( await start( content() ) ) > 0, true, '' );
			await act( id, 'cancel' );
			await started();
		},
		'control'
	);

	add(
		'too many starts within an hour are refused until the oldest leaves it',
		'for the hour, when the oldest start leaves it',
		async ( caller ) => {
			await fresh( caller );
			const { control, completed, start, started, act } = caller;
			await control.limit( { startsPerHour: 2 } );
			const { id } = await completed();
			// Its deletion does not make the start undone.
			await act( id, 'acknowledge' );
			await control.advance( HOUR_MS / 2 );
			await completed();
			const wait = retryAfter( await start( content() ) );
			expectThat( wait > 1_700 && wait <= 1_800, true, 'half an hour' );
			await control.advance( wait * 1_000 );
			await started();
		},
		'control'
	);

	add(
		'the same start again costs nothing, a retry does',
		'A retry counts as a start; the same start again under its key does not.',
		async ( caller ) => {
			await fresh( caller );
			const { control, start, run, act, newKey } = caller;
			await control.limit( { startsPerHour: 2 } );
			await control.play( [
				{
					code: 'provider_unavailable',
					retryable: true,
					mayBeBilled: false,
				},
			] );
			const key = newKey();
			const body = expectAnswer( await start( content(), { key } ), 201, {
				status: 'pending',
			} );
			const { id } = Object( body ) as { id: string };
			expectAnswer( await start( content(), { key } ), 200, { id } );
			expectAnswer( await start( content(), { key } ), 200, { id } );
			await run( id );
			expectAnswer( await act( id, 'retry' ), 200, { attempt: 1 } );
			await run( id );
			retryAfter( await act( id, 'retry' ) );
		},
		'control'
	);

	add(
		'what finds no place waits, says where it stands, and wants no runner',
		'A job that waits for a free place stays `pending`, with `queue_position`',
		async ( caller ) => {
			await fresh( caller );
			const { started, look, act, control } = caller;
			const running = await occupied( caller );
			const first = await started();
			const second = await started();
			expectThat( first.queue_position, 1, 'first.queue_position' );
			expectThat( second.queue_position, 2, 'second.queue_position' );
			await control.advance( 4_000 );
			await act( first.id, 'run' );
			expectThat(
				await look( first.id ),
				{ status: 'pending', queue_position: 1, needs_runner: false },
				'snapshot'
			);
			await act( running, 'cancel', 'administrator' );
			expectThat(
				await look( first.id ),
				{ status: 'pending', needs_runner: true },
				'snapshot'
			);
			expectThat(
				await look( second.id ),
				{ queue_position: 2, needs_runner: false },
				'snapshot'
			);
			// Whoever comes takes the one whose turn it is.
			await act( second.id, 'run' );
			expectThat(
				await look( first.id ),
				{ status: 'completed', queue_position: null },
				'snapshot'
			);
			expectThat(
				await look( second.id ),
				{ status: 'pending', queue_position: 1 },
				'snapshot'
			);
		},
		'control'
	);

	add(
		'many jobs of one user do not keep another’s waiting',
		'The next place goes to the user of whom the fewest run',
		async ( caller ) => {
			await fresh( caller );
			const { started, look } = caller;
			await occupied( caller );
			const batch = [
				await started( content(), { user: 'administrator' } ),
				await started( content(), { user: 'administrator' } ),
			];
			const { id, queue_position: position } = await started();
			expectThat( position, 1, 'queue_position' );
			expectThat( await look( id ), { queue_position: 1 }, 'snapshot' );
			for ( const [ index, job ] of batch.entries() ) {
				expectThat(
					await look( job.id, 'administrator' ),
					{ queue_position: index + 2 },
					'snapshot'
				);
			}
		},
		'control'
	);

	add(
		'a job does not expire because it waits; the wait itself ends',
		'Its lifetime begins when it gets its place',
		async ( caller ) => {
			await fresh( caller );
			const { control, started, look } = caller;
			await occupied( caller );
			const waits = await started();
			expectThat(
				Date.parse( waits.expires_at ) -
					Date.parse( waits.created_at ) >=
					6 * LIFETIME_MS,
				true,
				'30 minutes'
			);
			await control.advance( 2 * LIFETIME_MS );
			expectThat( await look( waits.id ), { status: 'pending' }, 'job' );
			await control.advance( 4 * LIFETIME_MS );
			expectThat(
				await look( waits.id ),
				{ status: 'expired', error: { may_be_billed: false } },
				'snapshot'
			);
		},
		'control'
	);

	add(
		'each image takes a place',
		'Each image of a job counts',
		async ( caller ) => {
			await fresh( caller );
			const { control, started, look } = caller;
			await control.limit( { running: 2 } );
			const { id } = await started( images( { count: 3 } ) );
			await control.claim( id );
			await control.claim( id );
			const other = await started( content() );
			expectThat( other.queue_position, 1, 'queue_position' );
			expectThat(
				await look( id ),
				{ status: 'processing', attempt: 2 },
				'snapshot'
			);
		},
		'control'
	);
} );
