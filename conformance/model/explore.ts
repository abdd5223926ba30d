import { breachesOf, type Breach } from './invariants.ts';
import {
	EMPTY,
	step,
	type Command,
	type Reply,
	type Step,
	type Times,
	type World,
} from './lifecycle.ts';

/** A small world, of which every state can be visited. */
export interface Bounds {
	readonly times: Times;
	/** Everything that can be done, at any time. */
	readonly commands: readonly Command[];
	/** How many jobs are started, those that are gone included. */
	readonly jobs: number;
	/** How often one job is retried. */
	readonly retries: number;
	/** The rules. Default: the model's; a test breaks them on purpose. */
	readonly rules?: ( world: World, command: Command, times: Times ) => Step;
}

export interface Exploration {
	readonly states: number;
	readonly steps: number;
	/** The first broken promise, and how to get there. */
	readonly breach: {
		readonly what: Breach;
		readonly path: readonly Command[];
	} | null;
	/** What was seen on the way, to show that nothing was out of reach. */
	readonly seen: ReadonlySet< string >;
}

/** Two worlds that differ only in the hour are one. */
function toKey(
	{ now, jobs, runners, keys }: World,
	{ retention, memory }: Times
): string {
	const ago = ( time: number | null ) =>
		time === null ? null : Math.max( time - now, -retention );
	return JSON.stringify( [
		jobs.map(
			( job ) =>
				job && [
					job.owner,
					job.key,
					job.input,
					job.round,
					ago( job.expiresAt ),
					ago( job.cancelledAt ),
					ago( job.acknowledgedAt ),
					job.pieces.map( ( piece ) => [
						piece.status,
						piece.attempt,
						piece.round,
						piece.error,
						ago( piece.leaseUntil ),
						ago( piece.finishedAt ),
					] ),
				]
		),
		keys
			.filter( ( { at } ) => now - at < memory )
			.map( ( { owner, key, at } ) => [ owner, key, at - now ] ),
		Object.entries( runners ).sort( ( [ a ], [ b ] ) =>
			a < b ? -1 : 1
		),
	] );
}

/** An answer in a word. */
function kindOf( reply: Reply ): string {
	switch ( reply.kind ) {
		case 'job':
			return reply.view.status;
		case 'refused':
			return reply.code;
		default:
			return reply.kind;
	}
}

interface Visit {
	readonly world: World;
	readonly from: Visit | null;
	readonly by: Command | null;
}

function pathTo( visit: Visit ): Command[] {
	const path: Command[] = [];
	for (
		let at: Visit | null = visit;
		at?.by !== undefined && at.by !== null;
		at = at.from
	) {
		path.unshift( at.by );
	}
	return path;
}

/**
 * Visits every state that can be reached, nearest first, and looks for the
 * shortest way to a broken promise.
 *
 * @param bounds What can be done.
 */
export function explore( bounds: Bounds ): Exploration {
	const { times, commands, rules = step } = bounds;
	const known = new Set( [ toKey( EMPTY, times ) ] );
	const queue: Visit[] = [ { world: EMPTY, from: null, by: null } ];
	const seen = new Set< string >();
	let steps = 0;
	for ( const visit of queue ) {
		for ( const command of commands ) {
			if ( ! isWithin( bounds, visit.world, command ) ) {
				continue;
			}
			const { world, reply } = rules( visit.world, command, times );
			steps++;
			seen.add( `${ command.do }: ${ kindOf( reply ) }` );
			const [ breach ] = breachesOf(
				visit.world,
				command,
				world,
				reply,
				times
			);
			const next = { world, from: visit, by: command };
			if ( breach !== undefined ) {
				return {
					states: known.size,
					steps,
					breach: { what: breach, path: pathTo( next ) },
					seen,
				};
			}
			const key = toKey( world, times );
			if ( ! known.has( key ) ) {
				known.add( key );
				queue.push( next );
			}
		}
	}
	return { states: known.size, steps, breach: null, seen };
}

function isWithin(
	{ jobs, retries }: Bounds,
	world: World,
	command: Command
): boolean {
	switch ( command.do ) {
		case 'start':
			return world.jobs.length < jobs;
		case 'claim':
			// A runner does one thing at a time.
			return (
				command.job < world.jobs.length &&
				! ( command.runner in world.runners )
			);
		case 'renew':
		case 'complete':
		case 'fail':
		case 'die':
			return command.runner in world.runners;
		case 'retry':
			return ( world.jobs[ command.job ]?.round ?? retries ) < retries;
		case 'look':
		case 'acknowledge':
		case 'cancel':
			return command.job < world.jobs.length;
		default:
			return true;
	}
}
