import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { Mismatch, show } from '../expectation.ts';
import type { Driver } from './driver.ts';
import {
	EMPTY,
	holds,
	step,
	type Claim,
	type Command,
	type JobError,
	type World,
} from './lifecycle.ts';
import { breachesOf } from './invariants.ts';
import { TIMES } from './lifecycle.ts';

/** The model while a run goes on. */
export interface Model {
	world: World;
}

export const createModel = (): Model => ( { world: EMPTY } );

/** How much was tried. */
export const tally = { steps: 0, jobs: 0 };

/** Between two commands: nothing happens at the same instant. */
const A_MOMENT_MS = 1;

/** What the runner of a command holds, as far as it still counts. */
function claimOf( { world }: Model, command: Command ): Claim | null {
	const claim =
		'runner' in command ? world.runners[ command.runner ] : undefined;
	return claim && holds( world, claim ) ? claim : null;
}

/** One command, done to the model and to an implementation, with the same answer. */
class Same implements fc.AsyncCommand< Model, Driver, true > {
	readonly command: Command;

	constructor( command: Command ) {
		this.command = command;
	}

	async check( { world }: Readonly< Model > ) {
		const { command } = this;
		// A runner does one thing at a time, and an idle one nothing.
		return command.do === 'claim'
			? ! ( command.runner in world.runners )
			: ! ( 'runner' in command ) || command.runner in world.runners;
	}

	async run( model: Model, driver: Driver ) {
		const { command } = this;
		const before = step( model.world, { do: 'tick', by: A_MOMENT_MS } );
		await driver.act( { do: 'tick', by: A_MOMENT_MS }, null );
		model.world = before.world;
		const had = claimOf( model, command );
		const { world, reply } = step( model.world, command );
		const [ breach ] = breachesOf(
			model.world,
			command,
			world,
			reply,
			TIMES
		);
		if ( breach !== undefined ) {
			throw new Error( `The model breaks a promise. ${ breach }` );
		}
		model.world = world;
		tally.steps++;
		tally.jobs += command.do === 'start' && reply.kind === 'job' ? 1 : 0;
		const got = await driver.act(
			command,
			command.do === 'claim' ? claimOf( model, command ) : had
		);
		if ( ! isDeepStrictEqual( got, reply ) ) {
			throw new Mismatch( this.toString(), show( reply ), show( got ) );
		}
	}

	toString() {
		return JSON.stringify( this.command );
	}
}

const owner = fc.constantFrom( 'ann', 'ann', 'ann', 'ann', 'ann', 'bob' );
const runner = fc.constantFrom( 'r1', 'r2' );
const job = fc.constantFrom( 0, 0, 0, 0, 1, 2 );

const error = fc.constantFrom< JobError[] >(
	{ code: 'provider_timeout', retryable: true, mayBeBilled: true },
	{ code: 'provider_unavailable', retryable: true, mayBeBilled: false },
	{ code: 'provider_refused', retryable: false, mayBeBilled: false }
);

/** To just before and just after what happens by itself: an acknowledged job goes, a lease ends, a lifetime, a day. */
const ticks = fc.constantFrom(
	1,
	4_990,
	5_000,
	20_000,
	59_990,
	60_000,
	180_000,
	299_990,
	300_000,
	86_400_000
);

const command = fc.oneof< fc.Arbitrary< Command >[] >(
	fc.record( {
		do: fc.constant( 'start' as const ),
		owner,
		key: fc.constantFrom( null, 'k', 'l' ),
		input: fc.constantFrom( 'a', 'a', 'b' ),
		pieces: fc.constantFrom( 1, 1, 2, 3 ),
	} ),
	fc.record( { do: fc.constant( 'claim' as const ), runner, job } ),
	fc.record( { do: fc.constant( 'claim' as const ), runner, job } ),
	fc.record( {
		do: fc.constantFrom( 'renew' as const, 'complete' as const ),
		runner,
	} ),
	fc.record( { do: fc.constant( 'complete' as const ), runner } ),
	fc.record( { do: fc.constant( 'fail' as const ), runner, error } ),
	fc.record( { do: fc.constant( 'die' as const ), runner } ),
	fc.record( {
		do: fc.constantFrom( 'look' as const, 'acknowledge' as const ),
		owner,
		job,
	} ),
	fc.record( { do: fc.constant( 'cancel' as const ), owner, job } ),
	fc.record( { do: fc.constant( 'retry' as const ), owner, job } ),
	fc.record( { do: fc.constant( 'tick' as const ), by: ticks } ),
	fc.record( { do: fc.constant( 'clean up' as const ) } )
);

/** Draws what is done, at most so many commands. */
export const commands = ( max: number ) =>
	fc.commands< Model, Driver, true >(
		[ command.map( ( drawn ) => new Same( drawn ) ) ],
		{ maxCommands: max, size: 'max' }
	);
