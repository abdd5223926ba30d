import type { Environment } from '../environment.ts';

/** The part of the Web Locks API that tabs take turns with. */
export type TabLocks = Pick< LockManager, 'request' >;

interface TurnOptions {
	/** Null where the browser has none. */
	readonly locks: TabLocks | null;
	/** Who asks for the same has the same name. */
	readonly name: string;
	/** After this, in ms, a tab that has its turn and is silent has lost it. */
	readonly graceMs: number;
	/** How long, in ms, this tab lets others go first where there are no locks. */
	readonly headStartMs: number;
	readonly signal: AbortSignal;
	readonly environment: Pick< Environment, 'setTimer' >;
	/** Calls back when waiting is of no use any more: another tab has told. */
	readonly onTold: ( callback: () => void ) => () => void;
}

/**
 * Waits until it is this tab's turn to ask, or asking has become needless. A
 * tab that closes or crashes gives its turn back at once; from one that is
 * frozen in the middle, it is taken away.
 *
 * @param options The turn's name, and how long to be patient.
 * @return What ends the turn.
 */
export function takeTurn( {
	locks,
	name,
	graceMs,
	headStartMs,
	signal,
	environment,
	onTold,
}: TurnOptions ): Promise< () => void > {
	return new Promise( ( resolve, reject ) => {
		const waiting = new AbortController();
		let isSettled = false;
		const settle = ( settled: () => void ) => {
			if ( ! isSettled ) {
				isSettled = true;
				cancelTimer();
				stopListening();
				signal.removeEventListener( 'abort', onAbort );
				settled();
				waiting.abort();
			}
		};
		const go = ( release: () => void ) =>
			settle( () => resolve( release ) );
		const goAnyway = () => go( () => {} );
		const onAbort = () => settle( () => reject( signal.reason ) );
		const hold = () =>
			new Promise< void >( ( release ) =>
				isSettled ? release() : go( release )
			);
		const steal = () => {
			locks
				?.request( name, { steal: true }, hold )
				// Taken away in its turn, or not allowed.
				.catch( goAnyway );
		};

		const stopListening = onTold( goAnyway );
		signal.addEventListener( 'abort', onAbort, { once: true } );
		const cancelTimer = environment.setTimer(
			locks ? steal : goAnyway,
			locks ? graceMs : headStartMs
		);
		locks
			?.request( name, { signal: waiting.signal }, hold )
			// No longer waited for, taken away, or not allowed.
			.catch( goAnyway );
	} );
}
