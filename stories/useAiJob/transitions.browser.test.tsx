import { expect, test } from 'vitest';
import { stopTime } from '../../src/react/time.fixture.ts';
import {
	CONNECTIONS,
	STATUSES,
	TRANSITIONS,
	type Cause,
	type Status,
} from './transitions.ts';
import { openWorld, type Command, type WorldOptions } from './world.tsx';

stopTime();

/** More than a check, than the client's patience, than a job's lifetime. */
const CHECK = { do: 'pass', ms: 1_100 } as const;
const CUTOFF = { do: 'pass', ms: 10_000 } as const;
const LIFETIME = { do: 'pass', ms: 301_000 } as const;

type Simple = Exclude< Command, { do: 'pass' | 'other tab' | 'find' } >;

const these = ( ...names: readonly Simple[ 'do' ][] ): readonly Command[] =>
	names.map( ( name ) => ( { do: name } ) );
const OTHER_TAB = ( [ 'acknowledge', 'cancel', 'retry' ] as const ).map(
	( act ) => ( { do: 'other tab', act } ) as const
);
const FIND = (
	[ 'pending', 'processing', 'completed', 'failed', 'expired' ] as const
 ).map( ( status ) => ( { do: 'find', status } ) as const );

/** A small world, of which every state is visited. */
interface Bounds extends Partial< WorldOptions > {
	/** Everything that can be done, at any time. */
	readonly commands: readonly Command[];
	/** How many of them one after the other. */
	readonly depth: number;
}

const BOUNDS: Readonly< Record< string, Bounds > > = {
	'a job’s life': {
		commands: [
			...these( 'start', 'cancel', 'retry', 'keepWaiting' ),
			...these( 'reset', 'look', 'succeed', 'fail' ),
			CHECK,
			CUTOFF,
			LIFETIME,
		],
		depth: 4,
	},
	'answers that are late or lost': {
		commands: [
			...these( 'start', 'start, lost', 'retry', 'retry, lost' ),
			...these( 'cancel', 'keepWaiting', 'reset', 'hold', 'let go' ),
			...these( 'succeed', 'fail', 'forget' ),
			CHECK,
			LIFETIME,
		],
		depth: 4,
	},
	'a bad line': {
		commands: [
			...these( 'start', 'cancel', 'keepWaiting', 'look', 'succeed' ),
			...these( 'break', 'log out', 'mend', 'go offline', 'come back' ),
			...OTHER_TAB,
			{ do: 'find', status: 'processing' },
			CUTOFF,
			LIFETIME,
		],
		depth: 4,
	},
	'an earlier visit and other tabs': {
		commands: [
			...these( 'start', 'cancel', 'retry', 'reset', 'succeed', 'fail' ),
			...OTHER_TAB,
			...FIND,
			CHECK,
			CUTOFF,
		],
		depth: 3,
	},
	'a carrier that cannot stop a job': {
		commands: [
			...these( 'start', 'cancel', 'retry', 'keepWaiting' ),
			...these( 'reset', 'look', 'succeed', 'fail' ),
			CHECK,
			LIFETIME,
		],
		depth: 4,
		canCancel: false,
	},
	'a site that is full': {
		commands: [
			...these( 'start', 'cancel', 'retry', 'keepWaiting', 'reset' ),
			...OTHER_TAB,
			...FIND,
			CHECK,
			LIFETIME,
		],
		depth: 3,
		isFull: true,
	},
};

const nameOf = ( from: Status, to: Status, by: Cause ) =>
	`${ from } → ${ to } (${ by })`;

const wayOf = ( path: readonly Command[] ) =>
	path
		.map( ( command ) => Object.values( command ).join( ' ' ) )
		.join( '; ' );

/** Does everything in every state that is reached, nearest first. */
async function explore( {
	commands,
	depth,
	cutoffMs = 8_000,
	canCancel = true,
	isFull = false,
}: Bounds ) {
	const known = new Set< string >();
	/** The changes that were seen, and the shortest way to each. */
	const seen = new Map< string, string >();
	const connections = new Set< string >();
	const queue: ( readonly Command[] )[] = [ [] ];
	for ( const path of queue ) {
		for ( const command of commands ) {
			const way = [ ...path, command ];
			const world = await openWorld( { cutoffMs, canCancel, isFull } );
			for ( const step of way ) {
				await world.act( step );
			}
			for ( const { from, to, by } of world.seen ) {
				const name = nameOf( from, to, by );
				seen.set( name, seen.get( name ) ?? wayOf( way ) );
			}
			world.connections.forEach( ( one ) => connections.add( one ) );
			const key = world.key();
			world.close();
			if ( ! known.has( key ) && way.length < depth ) {
				queue.push( way );
			}
			known.add( key );
		}
	}
	return { seen, connections };
}

const table = new Set(
	TRANSITIONS.flatMap( ( { from, to, by } ) =>
		from.flatMap( ( one ) =>
			to.map( ( other ) => nameOf( one, other, by ) )
		)
	)
);
const allSeen = new Set< string >();
const allConnections = new Set< string >();

/** In ms: thousands of worlds, on a machine that may be busy. */
const PATIENCE = 300_000;

test.each( Object.entries( BOUNDS ) )(
	'the hook changes only as the table says: %s',
	{ timeout: PATIENCE },
	async ( _name, bounds ) => {
		const { seen, connections } = await explore( bounds );
		seen.forEach( ( _way, name ) => allSeen.add( name ) );
		connections.forEach( ( one ) => allConnections.add( one ) );
		expect(
			[ ...seen ].filter( ( [ name ] ) => ! table.has( name ) )
		).toEqual( [] );
	}
);

test( 'each change of the table happens', () => {
	expect( [ ...table ].filter( ( name ) => ! allSeen.has( name ) ) ).toEqual(
		[]
	);
} );

test( 'each status and each connection that is described is met', () => {
	const met = new Set(
		[ ...allSeen ].flatMap( ( name ) => name.split( ' ' )[ 0 ] ?? [] )
	);
	expect( met ).toEqual( new Set( Object.keys( STATUSES ) ) );
	expect( allConnections ).toEqual( new Set( Object.keys( CONNECTIONS ) ) );
} );
