/**
 * The rules of a job's life, as small as they can be said: what DESIGN's
 * 'What always holds' promises of claims, leases, attempts, acknowledgement,
 * deletion, retry, cancellation, expiry and idempotency keys. Written from
 * there and from docs/wire.md; the mock and the plugin are held to it.
 */

/** How long things take. The figures are the backend's own, or small ones that can be walked through. */
export interface Times {
	/** From a start, or a retry, to the end of the lifetime. */
	readonly lifetime: number;
	/** How long a runner is taken to be alive without a sign. */
	readonly lease: number;
	/** From an acknowledgement to the deletion. */
	readonly deletion: number;
	/** From a final status to the deletion, where nobody acknowledges it. */
	readonly retention: number;
	/** From an acknowledgement to when the key is free, where the job is gone. */
	readonly memory: number;
}

/** In ms, as docs/wire.md has them. */
export const TIMES: Times = {
	lifetime: 300_000,
	lease: 60_000,
	deletion: 5_000,
	retention: 86_400_000,
	memory: 3_600_000,
};

export type Status =
	'pending' | 'processing' | 'completed' | 'failed' | 'expired' | 'cancelled';

export interface JobError {
	readonly code: string;
	readonly retryable: boolean;
	readonly mayBeBilled: boolean;
}

/** What is claimed: a job, or one of its images. */
export interface Piece {
	readonly status: Status;
	/** How often a runner has claimed it. */
	readonly attempt: number;
	/** The retry of its job that it was last touched in, from 0. */
	readonly round: number;
	readonly leaseUntil: number | null;
	readonly finishedAt: number | null;
	readonly error: JobError | null;
}

export interface Job {
	readonly owner: string;
	readonly key: string | null;
	/** What is asked for: another one under the same key is a conflict. */
	readonly input: string;
	readonly pieces: readonly Piece[];
	/** How often it was retried. */
	readonly round: number;
	readonly expiresAt: number;
	readonly cancelledAt: number | null;
	readonly acknowledgedAt: number | null;
}

/** What a runner holds of what it has claimed. */
export interface Claim {
	readonly job: number;
	readonly piece: number;
	readonly attempt: number;
}

/** A key of a job that was acknowledged not long ago. */
export interface UsedKey {
	readonly owner: string;
	readonly key: string;
	readonly at: number;
}

export interface World {
	readonly now: number;
	/** By the order of their start; null: it is gone. */
	readonly jobs: readonly ( Job | null )[];
	/** By their names; a runner without a claim is idle. */
	readonly runners: Readonly< Record< string, Claim > >;
	/** They outlive their jobs: a start that was long on its way is not another one. */
	readonly keys: readonly UsedKey[];
}

/** What is done to the world. A job is named by the order of its start. */
export type Command =
	| {
			readonly do: 'start';
			readonly owner: string;
			readonly key: string | null;
			readonly input: string;
			readonly pieces: number;
	  }
	| { readonly do: 'claim'; readonly runner: string; readonly job: number }
	| { readonly do: 'renew' | 'complete'; readonly runner: string }
	| { readonly do: 'die'; readonly runner: string }
	| {
			readonly do: 'fail';
			readonly runner: string;
			readonly error: JobError;
	  }
	| {
			readonly do: 'look' | 'acknowledge' | 'cancel' | 'retry';
			readonly owner: string;
			readonly job: number;
	  }
	| { readonly do: 'tick'; readonly by: number }
	| { readonly do: 'clean up' };

/** What an owner sees of a job. */
export interface View {
	readonly status: Status;
	/** Claims, in all its pieces. */
	readonly attempt: number;
	readonly error: JobError | null;
	/** With `cancelled` alone. */
	readonly mayBeBilled: boolean | null;
	/** The pieces whose results are shown: with `completed`, and as far as they are there. */
	readonly results: readonly number[];
}

export type Reply =
	| { readonly kind: 'job'; readonly job: number; readonly view: View }
	| {
			readonly kind: 'refused';
			readonly code: 'not_found' | 'conflict' | 'idempotency_conflict';
	  }
	/** A runner's: it has this piece. */
	| { readonly kind: 'claimed' }
	/** A runner's: there was nothing to do, or it came too late. Nothing was changed. */
	| { readonly kind: 'in vain' }
	| { readonly kind: 'done' };

export interface Step {
	readonly world: World;
	readonly reply: Reply;
}

/** A world without jobs. */
export const EMPTY: World = { now: 0, jobs: [], runners: {}, keys: [] };

const isLive = ( { status }: Piece ) =>
	status === 'pending' || status === 'processing';

/** What the pieces make of their job. */
export function statusOf( { cancelledAt, pieces, round }: Job ): Status {
	const has = ( status: Status ) =>
		pieces.some( ( piece ) => piece.status === status );
	if ( cancelledAt !== null ) {
		return 'cancelled';
	}
	if ( has( 'pending' ) || has( 'processing' ) ) {
		return pieces.some(
			( piece ) => piece.status !== 'pending' && piece.round === round
		)
			? 'processing'
			: 'pending';
	}
	if ( has( 'completed' ) ) {
		return 'completed';
	}
	return has( 'expired' ) ? 'expired' : 'failed';
}

/** Whether nothing but a retry changes it any more. */
export const isFinal = ( job: Job ) => {
	const status = statusOf( job );
	return status !== 'pending' && status !== 'processing';
};

const attemptsOf = ( { pieces }: Job ) =>
	pieces.reduce( ( sum, { attempt } ) => sum + attempt, 0 );

function errorOf( job: Job ): JobError | null {
	const status = statusOf( job );
	const errors = job.pieces.flatMap( ( { error } ) => error ?? [] );
	const mayBeBilled = errors.some( ( error ) => error.mayBeBilled );
	if ( status === 'expired' ) {
		return { code: 'expired', retryable: true, mayBeBilled };
	}
	const [ first ] = errors;
	return status === 'failed' && first ? { ...first, mayBeBilled } : null;
}

/** What an owner sees of a job. */
export function viewOf( job: Job ): View {
	const status = statusOf( job );
	const isShown = status !== 'pending' || job.pieces.length > 1;
	return {
		status,
		attempt: attemptsOf( job ),
		error: errorOf( job ),
		mayBeBilled: status === 'cancelled' ? attemptsOf( job ) > 0 : null,
		results: job.pieces.flatMap( ( piece, index ) =>
			isShown && piece.status === 'completed' ? [ index ] : []
		),
	};
}

const finishedAt = ( { cancelledAt, pieces }: Job ) =>
	cancelledAt ??
	Math.max( ...pieces.map( ( piece ) => piece.finishedAt ?? 0 ) );

/** Whether the time of a job is over, and there is no such job any more. */
export const isGone = ( job: Job, now: number, times: Times ) =>
	isFinal( job ) &&
	( ( job.acknowledgedAt !== null &&
		job.acknowledgedAt + times.deletion <= now ) ||
		finishedAt( job ) + times.retention <= now );

const finish = (
	piece: Piece,
	status: Status,
	at: number,
	error: JobError | null = null
): Piece => ( { ...piece, status, error, finishedAt: at, leaseUntil: null } );

/**
 * Ends a piece whose runner was silent, or whose lifetime is over: at the
 * instant when that was, whoever looks whenever.
 */
function settlePiece( piece: Piece, expiresAt: number, now: number ): Piece {
	const { leaseUntil } = piece;
	if ( leaseUntil !== null && leaseUntil < expiresAt && leaseUntil <= now ) {
		return finish( piece, 'failed', leaseUntil, {
			code: 'interrupted',
			retryable: true,
			mayBeBilled: true,
		} );
	}
	return isLive( piece ) && expiresAt <= now
		? finish( piece, 'expired', expiresAt, {
				code: 'expired',
				retryable: true,
				mayBeBilled: piece.attempt > 0,
			} )
		: piece;
}

/** The world as it is now. */
function settle( world: World, times: Times ): World {
	return {
		...world,
		jobs: world.jobs.map( ( job ) => {
			if ( ! job ) {
				return null;
			}
			const settled = {
				...job,
				pieces: job.pieces.map( ( piece ) =>
					settlePiece( piece, job.expiresAt, world.now )
				),
			};
			return isGone( settled, world.now, times ) ? null : settled;
		} ),
	};
}

const withJob = ( world: World, at: number, job: Job ): World => ( {
	...world,
	jobs: world.jobs.map( ( other, index ) => ( index === at ? job : other ) ),
} );

const withPiece = ( job: Job, at: number, piece: Piece ): Job => ( {
	...job,
	pieces: job.pieces.map( ( other, index ) =>
		index === at ? piece : other
	),
} );

const answer = ( world: World, at: number ): Step => {
	const job = world.jobs[ at ];
	return job
		? { world, reply: { kind: 'job', job: at, view: viewOf( job ) } }
		: refuse( world, 'not_found' );
};

const refuse = (
	world: World,
	code: Extract< Reply, { kind: 'refused' } >[ 'code' ]
): Step => ( { world, reply: { kind: 'refused', code } } );

const inVain = ( world: World ): Step => ( {
	world,
	reply: { kind: 'in vain' },
} );

/** Whether what a runner holds is still its own. */
export function holds( world: World, held: Claim ): boolean {
	const piece = world.jobs[ held.job ]?.pieces[ held.piece ];
	return piece?.status === 'processing' && piece.attempt === held.attempt;
}

/** Whether a start with this key is answered already, though its job may be gone. */
export const isUsed = (
	{ keys, now }: World,
	owner: string,
	key: string,
	times: Times
) =>
	keys.some(
		( used ) =>
			used.owner === owner &&
			used.key === key &&
			now - used.at < times.memory
	);

function start(
	world: World,
	{ owner, key, input, pieces }: Extract< Command, { do: 'start' } >,
	times: Times
): Step {
	const earlier = world.jobs.findIndex(
		( job ) => job && key !== null && job.owner === owner && job.key === key
	);
	if ( earlier >= 0 ) {
		return world.jobs[ earlier ]?.input === input &&
			world.jobs[ earlier ]?.pieces.length === pieces
			? answer( world, earlier )
			: refuse( world, 'idempotency_conflict' );
	}
	if ( key !== null && isUsed( world, owner, key, times ) ) {
		return refuse( world, 'conflict' );
	}
	const job: Job = {
		owner,
		key,
		input,
		pieces: Array.from( { length: pieces }, () => ( {
			status: 'pending',
			attempt: 0,
			round: 0,
			leaseUntil: null,
			finishedAt: null,
			error: null,
		} ) ),
		round: 0,
		expiresAt: world.now + times.lifetime,
		cancelledAt: null,
		acknowledgedAt: null,
	};
	return answer(
		{
			...world,
			jobs: [ ...world.jobs, job ],
		},
		world.jobs.length
	);
}

function claim(
	world: World,
	{ runner, job: at }: Extract< Command, { do: 'claim' } >,
	times: Times
): Step {
	const job = world.jobs[ at ];
	const index =
		job && ! isFinal( job )
			? job.pieces.findIndex( ( { status } ) => status === 'pending' )
			: -1;
	const piece = job?.pieces[ index ];
	if ( ! job || ! piece ) {
		return inVain( world );
	}
	const attempt = piece.attempt + 1;
	const claimed = withPiece( job, index, {
		...piece,
		status: 'processing',
		attempt,
		round: job.round,
		leaseUntil: world.now + times.lease,
	} );
	return {
		world: {
			...withJob( world, at, claimed ),
			runners: {
				...world.runners,
				[ runner ]: { job: at, piece: index, attempt },
			},
		},
		reply: { kind: 'claimed' },
	};
}

/** What a runner does with what it has claimed. */
function work(
	world: World,
	command: Extract< Command, { do: 'renew' | 'complete' } | { do: 'fail' } >,
	times: Times
): Step {
	const held = world.runners[ command.runner ];
	const { [ command.runner ]: _, ...others } = world.runners;
	const free = { ...world, runners: others };
	const job = held && world.jobs[ held.job ];
	const piece = held && job?.pieces[ held.piece ];
	if ( ! held || ! job || ! piece || ! holds( world, held ) ) {
		return inVain( free );
	}
	const { now } = world;
	const end = ( ended: Piece ): Step => ( {
		world: withJob( free, held.job, withPiece( job, held.piece, ended ) ),
		reply: { kind: 'done' },
	} );
	switch ( command.do ) {
		case 'renew':
			return {
				world: withJob(
					world,
					held.job,
					withPiece( job, held.piece, {
						...piece,
						leaseUntil: now + times.lease,
					} )
				),
				reply: { kind: 'done' },
			};
		case 'complete':
			return end( finish( piece, 'completed', now ) );
		case 'fail':
			return end( finish( piece, 'failed', now, command.error ) );
	}
}

function acknowledge(
	world: World,
	at: number,
	job: Job,
	{ memory }: Times
): Step {
	const { now } = world;
	const { owner, key } = job;
	if ( ! isFinal( job ) ) {
		return refuse( world, 'conflict' );
	}
	if ( job.acknowledgedAt !== null ) {
		return answer( world, at );
	}
	const others = world.keys.filter(
		( used ) =>
			now - used.at < memory &&
			! ( used.owner === owner && used.key === key )
	);
	return answer(
		{
			...withJob( world, at, { ...job, acknowledgedAt: now } ),
			keys:
				key === null
					? world.keys
					: [ ...others, { owner, key, at: now } ],
		},
		at
	);
}

function cancel( world: World, at: number, job: Job ): Step {
	if ( isFinal( job ) && job.cancelledAt === null ) {
		return refuse( world, 'conflict' );
	}
	return answer(
		withJob( world, at, {
			...job,
			cancelledAt: job.cancelledAt ?? world.now,
			pieces: job.pieces.map( ( piece ) =>
				isLive( piece )
					? finish( piece, 'cancelled', world.now )
					: piece
			),
		} ),
		at
	);
}

function retry( world: World, at: number, job: Job, times: Times ): Step {
	if ( ! errorOf( job )?.retryable ) {
		return refuse( world, 'conflict' );
	}
	const round = job.round + 1;
	return answer(
		withJob( world, at, {
			...job,
			round,
			expiresAt: world.now + times.lifetime,
			acknowledgedAt: null,
			pieces: job.pieces.map( ( piece ) =>
				piece.error?.retryable
					? {
							...piece,
							status: 'pending',
							round,
							finishedAt: null,
							error: null,
						}
					: piece
			),
		} ),
		at
	);
}

/**
 * Does one thing.
 *
 * @param before  The world.
 * @param command What is done to it.
 * @param times   How long things take.
 */
export function step(
	before: World,
	command: Command,
	times: Times = TIMES
): Step {
	const world = settle( before, times );
	switch ( command.do ) {
		case 'tick':
			return {
				world: settle(
					{ ...world, now: world.now + command.by },
					times
				),
				reply: { kind: 'done' },
			};
		case 'clean up':
			return { world, reply: { kind: 'done' } };
		case 'start':
			return start( world, command, times );
		case 'claim':
			return claim( world, command, times );
		case 'renew':
		case 'complete':
		case 'fail':
			return work( world, command, times );
		case 'die': {
			const { [ command.runner ]: _, ...others } = world.runners;
			return {
				world: { ...world, runners: others },
				reply: { kind: 'done' },
			};
		}
		default: {
			const job = world.jobs[ command.job ];
			if ( ! job || job.owner !== command.owner ) {
				return refuse( world, 'not_found' );
			}
			switch ( command.do ) {
				case 'look':
					return answer( world, command.job );
				case 'cancel':
					return cancel( world, command.job, job );
				case 'retry':
					return retry( world, command.job, job, times );
				case 'acknowledge':
					return acknowledge( world, command.job, job, times );
			}
		}
	}
}
