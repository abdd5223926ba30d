import { defineCases, LeftOut } from '../case.ts';
import {
	content,
	expectAnswer,
	expectRefusal,
	expectSnapshot,
	type Caller,
} from '../caller.ts';
import { expectThat, Mismatch } from '../expectation.ts';
import type { Snapshot } from '../wire.ts';
import { contentResult } from '../wire.ts';

const LEASE_MS = 60_000;
const LIFETIME_MS = 300_000;
const DAY_MS = 24 * 3_600_000;

const unavailable = {
	code: 'provider_unavailable',
	retryable: true,
	mayBeBilled: false,
} as const;
const refused = {
	code: 'provider_refused',
	retryable: false,
	mayBeBilled: false,
} as const;

/** A job that has failed with this. */
async function failed(
	{ control, started, run }: Caller,
	error: Parameters< Caller[ 'control' ][ 'play' ] >[ 0 ] = [ unavailable ]
): Promise< Snapshot > {
	await control.play( error );
	const { id } = await started();
	const snapshot = await run( id );
	expectThat( snapshot.status, 'failed', 'status' );
	await control.play( [ 'success' ] );
	return snapshot;
}

/** A job whose lifetime is over. */
async function expired( { control, started, look }: Caller ) {
	const { id } = await started();
	await control.advance( LIFETIME_MS );
	return look( id );
}

export const lifeCases = defineCases( 'rest', 'a job’s life', ( add ) => {
	add(
		'its result comes with `completed`',
		"the type's result with `completed`, else `null`",
		async ( { completed } ) => {
			const { result, attempt } = await completed();
			expectThat( result, contentResult, 'result' );
			expectThat( attempt, 1, 'attempt' );
		}
	);

	add(
		'a run executes it in this request',
		'executes a pending job, or one image of it that waits, in this request',
		async ( { started, act } ) => {
			const { id } = await started();
			expectSnapshot( await act( id, 'run' ), 200, {
				id,
				status: 'completed',
				attempt: 1,
			} );
		},
		'control'
	);

	add(
		'running what is done changes nothing',
		'answers with a snapshot whoever ran it: 200',
		async ( { completed, act } ) => {
			const { id, finished_at: finishedAt } = await completed();
			expectSnapshot( await act( id, 'run' ), 200, {
				status: 'completed',
				attempt: 1,
				finished_at: finishedAt,
			} );
		}
	);

	add(
		'what is being executed is not executed by another run',
		'a second run request while it is executed changes nothing',
		async ( { started, act, control } ) => {
			const { id } = await started();
			await control.claim( id );
			expectSnapshot( await act( id, 'run' ), 200, {
				status: 'processing',
				attempt: 1,
			} );
		},
		'control'
	);

	add(
		'an executed job is `processing`, with progress',
		'`null` or `{ fraction: number 0–1 or null, message: string or null }`',
		async ( { started, look, control } ) => {
			const { id } = await started();
			await control.claim( id );
			expectThat(
				await look( id ),
				{ status: 'processing', attempt: 1, needs_runner: false },
				'snapshot'
			);
		},
		'control'
	);

	add(
		'what is not over cannot be acknowledged',
		'a job that is not final: 409',
		async ( { started, act, look, backend } ) => {
			const { id } = await started();
			const answer = await act( id, 'acknowledge' );
			if ( answer.status === 200 && ! backend.control ) {
				throw new LeftOut( 'The job was over too soon.' );
			}
			expectRefusal( answer, 409, 'ai_job_conflict' );
			await look( id );
		}
	);

	add(
		'an acknowledgement may be repeated, and the result stays for a moment',
		'Repeating is harmless while the job exists',
		async ( { completed, act, look } ) => {
			const { id } = await completed();
			const answer = { id, status: 'completed' } as const;
			expectSnapshot( await act( id, 'acknowledge' ), 200, answer );
			expectSnapshot( await act( id, 'acknowledge' ), 200, answer );
			expectThat( await look( id ), answer, 'snapshot' );
		}
	);

	add(
		'5 s after its acknowledgement a job is gone',
		'a result is deleted 5 s later',
		async ( { completed, act, check, look, later } ) => {
			const { id } = await completed();
			await act( id, 'acknowledge' );
			await later( 3_000 );
			await look( id );
			// Repeating does not put it off.
			await act( id, 'acknowledge' );
			await later( 2_000 );
			expectRefusal( await check( id ), 404, 'ai_job_not_found' );
			expectRefusal(
				await act( id, 'acknowledge' ),
				404,
				'ai_job_not_found'
			);
		}
	);

	add(
		'a result that nobody acknowledged is kept for 24 h',
		'A final job is kept for 24 h',
		async ( { completed, check, look, control } ) => {
			const { id } = await completed();
			await control.advance( DAY_MS - 60_000 );
			expectThat( await look( id ), { status: 'completed' }, 'snapshot' );
			await control.advance( 61_000 );
			expectRefusal( await check( id ), 404, 'ai_job_not_found' );
		},
		'control'
	);

	add(
		'a completed job does not expire',
		'a completed job does not expire',
		async ( { completed, look, control } ) => {
			const { id } = await completed();
			await control.advance( LIFETIME_MS + 1_000 );
			expectThat(
				await look( id ),
				{ status: 'completed', error: null },
				'snapshot'
			);
		},
		'control'
	);

	for ( const [ what, begin, mayBeBilled ] of [
		[ 'waits', async () => {}, false ],
		[
			'is executed',
			( { control }: Caller, id: string ) => control.claim( id ),
			true,
		],
	] as const ) {
		add(
			`a job that ${ what } expires at the end of its lifetime${ mayBeBilled ? ', or fails when its runner is silent' : '' }`,
			mayBeBilled
				? 'A runner that dies leaves a job that is `failed` with `interrupted` or `expired`'
				: 'What is still live at the end of its lifetime is `expired`',
			async ( caller ) => {
				const { started, look, control } = caller;
				const { id } = await started();
				await begin( caller, id );
				await control.advance( LIFETIME_MS );
				const snapshot = await look( id );
				expectThat(
					snapshot.error,
					{
						code:
							snapshot.status === 'failed'
								? 'interrupted'
								: 'expired',
						retryable: true,
						may_be_billed: mayBeBilled,
					},
					'error'
				);
			},
			'control'
		);
	}

	add(
		'a job lives until the end of its lifetime',
		'`expires_at` is their end',
		async ( { started, look, control } ) => {
			const { id } = await started();
			await control.advance( LIFETIME_MS - 60_000 );
			expectThat( await look( id ), { status: 'pending' }, 'snapshot' );
		},
		'control'
	);

	add(
		'a job whose runner is silent fails with its lease, and may be billed',
		'the process that ran it died; may be billed',
		async ( { started, look, control } ) => {
			const { id } = await started();
			await control.claim( id );
			await control.advance( LEASE_MS );
			expectThat(
				await look( id ),
				{
					status: 'failed',
					attempt: 1,
					error: {
						code: 'interrupted',
						retryable: true,
						may_be_billed: true,
					},
				},
				'snapshot'
			);
		},
		'control'
	);

	add(
		'a job that waits too long wants a runner',
		'true when nothing has taken the job',
		async ( { started, look, run, control } ) => {
			const { id } = await started();
			expectThat( await look( id ), { needs_runner: false }, 'snapshot' );
			await control.advance( 4_000 );
			expectThat( await look( id ), { needs_runner: true }, 'snapshot' );
			expectThat( await run( id ), { needs_runner: false }, 'snapshot' );
		},
		'control'
	);

	add(
		'a pending job can be stopped, again and for good',
		'200 and the snapshot (with `may_be_billed`)',
		async ( { started, act, look, control } ) => {
			const { id } = await started();
			const stopped = {
				status: 'cancelled',
				may_be_billed: false,
				attempt: 0,
			} as const;
			for ( const action of [ 'cancel', 'cancel', 'run' ] ) {
				expectSnapshot( await act( id, action ), 200, stopped );
			}
			await control.advance( LIFETIME_MS );
			expectThat( await look( id ), stopped, 'snapshot' );
		},
		'control'
	);

	add(
		'a job that is executed can be stopped, and may be billed',
		'only on a `cancelled` snapshot: whether the provider had been asked already',
		async ( { started, act, look, control } ) => {
			const { id } = await started();
			await control.claim( id );
			const stopped = {
				status: 'cancelled',
				may_be_billed: true,
				attempt: 1,
			} as const;
			expectSnapshot( await act( id, 'cancel' ), 200, stopped );
			await control.advance( LEASE_MS );
			expectThat( await look( id ), stopped, 'snapshot' );
		},
		'control'
	);

	add(
		'a job is stopped, or was over before',
		'a final job other than `cancelled`: 409',
		async ( { started, act } ) => {
			const { id } = await started();
			const answer = await act( id, 'cancel' );
			if ( answer.status === 409 ) {
				expectRefusal( answer, 409, 'ai_job_conflict' );
			} else {
				expectSnapshot( answer, 200, { id, status: 'cancelled' } );
			}
		}
	);

	add(
		'a completed job cannot be stopped',
		'a final job other than `cancelled`: 409',
		async ( { completed, act, look } ) => {
			const { id } = await completed();
			expectRefusal( await act( id, 'cancel' ), 409, 'ai_job_conflict' );
			expectThat( await look( id ), { status: 'completed' }, 'snapshot' );
		}
	);

	add(
		'a failed and an expired job cannot be stopped',
		'a final job other than `cancelled`: 409',
		async ( caller ) => {
			for ( const { id } of [
				await failed( caller ),
				await expired( caller ),
			] ) {
				expectRefusal(
					await caller.act( id, 'cancel' ),
					409,
					'ai_job_conflict'
				);
			}
		},
		'control'
	);

	add(
		'a completed job cannot be retried',
		'a failed or expired job whose error is retryable becomes pending again',
		async ( { completed, act } ) => {
			const { id } = await completed();
			expectRefusal( await act( id, 'retry' ), 409, 'ai_job_conflict' );
		}
	);

	add(
		'a pending, executed or stopped job cannot be retried',
		'200 and its snapshot; else 409',
		async ( { started, act, control } ) => {
			const pending = await started();
			const executed = await started();
			await control.claim( executed.id );
			const stopped = await started();
			await act( stopped.id, 'cancel' );
			for ( const { id } of [ pending, executed, stopped ] ) {
				expectRefusal(
					await act( id, 'retry' ),
					409,
					'ai_job_conflict'
				);
			}
		},
		'control'
	);

	add(
		'a job whose error is not retryable cannot be retried',
		'200 and its snapshot; else 409',
		async ( caller ) => {
			const { id } = await failed( caller, [ refused ] );
			expectRefusal(
				await caller.act( id, 'retry' ),
				409,
				'ai_job_conflict'
			);
		},
		'control'
	);

	for ( const [ what, end ] of [
		[ 'failed', failed ],
		[ 'expired', expired ],
	] as const ) {
		add(
			`an ${ what } job that is retried is pending again, with a fresh lifetime`.replace(
				'an failed',
				'a failed'
			),
			'becomes pending again with a fresh lifetime',
			async ( caller ) => {
				const { id, attempt } = await end( caller );
				await caller.control.advance( 10_000 );
				const pending = expectSnapshot(
					await caller.act( id, 'retry' ),
					200,
					{ id, status: 'pending', attempt }
				);
				const left =
					Date.parse( pending.expires_at ) -
					Date.parse( pending.server_time );
				if ( left > LIFETIME_MS || left < LIFETIME_MS - 2_000 ) {
					throw new Mismatch(
						'expires_at',
						'five minutes after the retry',
						`${ left } ms`
					);
				}
				expectThat(
					await caller.run( id ),
					{ status: 'completed', attempt: attempt + 1 },
					'snapshot'
				);
			},
			'control'
		);
	}

	add(
		'an acknowledged failure that is retried is not deleted',
		'becomes pending again with a fresh lifetime',
		async ( caller ) => {
			const { id } = await failed( caller );
			await caller.act( id, 'acknowledge' );
			expectSnapshot( await caller.act( id, 'retry' ) );
			await caller.control.advance( 10_000 );
			expectThat(
				await caller.look( id ),
				{ status: 'pending' },
				'snapshot'
			);
		},
		'control'
	);

	for ( const [ code, retryable ] of [
		[ 'provider_unavailable', true ],
		[ 'provider_timeout', true ],
		[ 'provider_auth', false ],
		[ 'provider_key_unreadable', false ],
		[ 'provider_quota', false ],
		[ 'provider_account', false ],
		[ 'provider_model', false ],
		[ 'provider_address', false ],
		[ 'provider_blocked', false ],
		[ 'provider_too_long', false ],
		[ 'provider_rejected', false ],
		[ 'provider_rate_limited', true ],
		[ 'provider_refused', false ],
		[ 'provider_invalid_response', true ],
		[ 'internal', true ],
	] as const ) {
		const mayBeBilled =
			code === 'provider_timeout' || code === 'provider_invalid_response';
		add(
			`a job fails with \`${ code }\``,
			`\`${ code }\``,
			async ( caller ) => {
				const { error } = await failed( caller, [
					{ code, retryable, mayBeBilled },
				] );
				expectThat(
					error,
					{ code, retryable, may_be_billed: mayBeBilled },
					'error'
				);
			},
			'control'
		);
	}

	add(
		'a job whose provider is gone since the start fails with `no_provider`',
		'the provider is gone since the start',
		async ( { started, run, control } ) => {
			const { id } = await started();
			await control.play( null );
			expectThat(
				await run( id ),
				{
					status: 'failed',
					error: { code: 'no_provider', retryable: true },
				},
				'snapshot'
			);
		},
		'control'
	);

	add(
		'answers are JSON and say what is true now',
		'JSON both ways',
		async ( { started, check } ) => {
			const { id, server_time: before } = await started(
				content( { prompt: 'Rain 🌧' } )
			);
			const answer = await check( id );
			expectAnswer( answer, 200, [ { id } ] );
			if (
				! answer.headers
					.get( 'content-type' )
					?.startsWith( 'application/json' )
			) {
				throw new Mismatch(
					'Content-Type',
					'application/json',
					String( answer.headers.get( 'content-type' ) )
				);
			}
			const [ after ] = JSON.parse( answer.text ) as [
				{ server_time: string },
			];
			if ( Date.parse( after.server_time ) < Date.parse( before ) ) {
				throw new Mismatch(
					'server_time',
					`${ before } or later`,
					after.server_time
				);
			}
		}
	);
} );
