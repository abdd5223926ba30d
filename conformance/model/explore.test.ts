import { expect, test } from 'vitest';
import { explore, type Bounds } from './explore.ts';
import { step, type Command, type JobError, type World } from './lifecycle.ts';

/** Small, so that each end of a time meets each other on few ways. */
const times = { lifetime: 2, lease: 1, deletion: 1, retention: 2, memory: 3 };

const errors: readonly JobError[] = [
	{ code: 'provider_timeout', retryable: true, mayBeBilled: true },
	{ code: 'provider_refused', retryable: false, mayBeBilled: false },
];

const runners = [ 'r1', 'r2' ] as const;

const byRunners = ( jobs: number ): Command[] =>
	runners.flatMap( ( runner ) => [
		...Array.from( { length: jobs }, ( _, job ): Command => ( {
			do: 'claim',
			runner,
			job,
		} ) ),
		...( [ 'renew', 'complete', 'die' ] as const ).map(
			( what ): Command => ( { do: what, runner } )
		),
		...errors.map( ( error ): Command => ( {
			do: 'fail',
			runner,
			error,
		} ) ),
	] );

const byOwners = ( jobs: number, owners: readonly string[] ): Command[] =>
	owners.flatMap( ( owner ) =>
		Array.from( { length: jobs }, ( _, job ) => job ).flatMap( ( job ) =>
			( [ 'look', 'acknowledge', 'cancel', 'retry' ] as const ).map(
				( what ): Command => ( { do: what, owner, job } )
			)
		)
	);

const start = ( owner: string, input: string, pieces: number ): Command => ( {
	do: 'start',
	owner,
	key: 'k',
	input,
	pieces,
} );

const worlds: Readonly< Record< string, Bounds > > = {
	'a text, with longer times': {
		times: { lifetime: 3, lease: 2, deletion: 1, retention: 4, memory: 3 },
		jobs: 2,
		retries: 1,
		commands: [
			start( 'ann', 'a', 1 ),
			start( 'ann', 'b', 1 ),
			...byRunners( 1 ),
			...byOwners( 1, [ 'ann', 'bob' ] ),
			{ do: 'tick', by: 1 },
		],
	},
	'two images of one job': {
		times,
		jobs: 1,
		retries: 1,
		commands: [
			start( 'ann', 'a', 2 ),
			...byRunners( 1 ),
			...byOwners( 1, [ 'ann', 'bob' ] ),
			{ do: 'tick', by: 1 },
		],
	},
	'two texts of two owners under one key': {
		times,
		jobs: 2,
		retries: 0,
		commands: [
			start( 'ann', 'a', 1 ),
			start( 'bob', 'a', 1 ),
			...byRunners( 2 ),
			...byOwners( 2, [ 'ann', 'bob' ] ),
			{ do: 'tick', by: 1 },
		],
	},
};

test.each( Object.entries( worlds ) )(
	'every promise holds in every state: %s',
	( name, bounds ) => {
		const { states, steps, breach, seen } = explore( bounds );
		process.stdout.write(
			`${ name }: ${ states } states, ${ steps } steps, ${ seen.size } kinds of answer\n`
		);
		expect( breach ).toBeNull();
		// A world in which nothing happens would keep every promise.
		for ( const answer of [
			'look: completed',
			'look: failed',
			'look: expired',
			'look: cancelled',
			'look: not_found',
			'complete: in vain',
			'claim: in vain',
			...( bounds.retries > 0
				? [ 'retry: pending', 'retry: conflict' ]
				: [] ),
			'acknowledge: conflict',
			'cancel: conflict',
		] ) {
			expect( seen ).toContain( answer );
		}
	},
	120_000
);

/** Rules that break a promise each. */
const broken: Readonly<
	Record< string, ( world: World, command: Command ) => World | null >
> = {
	'1: a piece is executed by two runners': ( world, command ) => {
		const [ held ] = Object.values( world.runners );
		return command.do === 'claim' && held
			? {
					...world,
					runners: { ...world.runners, [ command.runner ]: held },
				}
			: null;
	},
	'2: completed became another': ( world, command ) =>
		command.do === 'cancel'
			? {
					...world,
					jobs: world.jobs.map(
						( job ) => job && { ...job, cancelledAt: world.now }
					),
				}
			: null,
	'3: a job was deleted before its time': ( world, command ) =>
		command.do === 'acknowledge' ? { ...world, jobs: [ null ] } : null,
	'4: two jobs have one key': ( world, command ) => {
		const [ job ] = world.jobs;
		return command.do === 'start' && job
			? { ...world, jobs: [ ...world.jobs, job ] }
			: null;
	},
	'4: a start that was answered made a second job': ( world, command ) =>
		command.do === 'start' && world.keys.length > 0
			? step( { ...world, keys: [] }, command, times ).world
			: null,
};

test.each( Object.entries( broken ) )(
	'a broken promise is found: %s',
	( what, breakRule ) => {
		const { breach } = explore( {
			times,
			jobs: 2,
			retries: 0,
			commands: [
				start( 'ann', 'a', 1 ),
				...byRunners( 1 ),
				...byOwners( 1, [ 'ann' ] ),
				{ do: 'tick', by: 1 },
			],
			rules: ( world, command, after ) => {
				const wrong = breakRule( world, command );
				return wrong
					? { world: wrong, reply: { kind: 'done' } }
					: step( world, command, after );
			},
		} );
		expect( breach?.what ).toBe( what );
	}
);
