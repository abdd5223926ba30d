import type { Caller } from './caller.ts';
import type { User } from './backend.ts';

/** What not every backend can be asked for. */
export type Need =
	Exclude< User, 'author' | 'nobody' > | 'post' | 'control' | 'nonces';

/** By which door a case comes. */
export type Carrier = 'rest' | 'ajax';

/** One thing that docs/wire.md says, tried on a backend. */
export interface Case {
	readonly carrier: Carrier;
	/** What it is about, e.g. `POST /jobs`. */
	readonly group: string;
	readonly name: string;
	/** The words of docs/wire.md that it stands on. */
	readonly rule: string;
	readonly needs: readonly Need[];
	/**
	 * Tries it.
	 *
	 * @throws {Mismatch} Where the backend answers otherwise.
	 * @throws {LeftOut} Where the backend could not be brought to answer it.
	 */
	readonly run: ( caller: Caller ) => Promise< void >;
}

/** A case that could not be tried on this backend, and why. */
export class LeftOut extends Error {
	override readonly name = 'LeftOut';
}

/** Adds a case to its group. */
export type AddCase = (
	name: string,
	rule: string,
	run: Case[ 'run' ],
	...needs: readonly Need[]
) => void;

/**
 * Writes cases down.
 *
 * @param carrier By which door they come.
 * @param group   What they are about.
 * @param write   Is given what adds a case.
 */
export function defineCases(
	carrier: Carrier,
	group: string,
	write: ( add: AddCase ) => void
): readonly Case[] {
	const cases: Case[] = [];
	write( ( name, rule, run, ...needs ) =>
		cases.push( { carrier, group, name, rule, needs, run } )
	);
	return cases;
}
