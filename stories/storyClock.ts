import { timeoutManager } from '@tanstack/react-query';
import type { Environment } from '../src/client/index.ts';
import type { MockClock } from '../mocks/index.ts';

interface Timer {
	readonly callback: () => void;
	readonly everyMs: number | null;
	dueMs: number;
}

/** A clock that only a story moves: backend, client and react-query go by it, so no story waits. */
export interface StoryClock extends MockClock {
	/** Moves it on; each timer that is due by then goes off once, as after a sleep. */
	readonly advance: ( ms: number ) => void;
	readonly environment: Environment;
	/** Ends its timers. */
	readonly stop: () => void;
}

/** Times that are not under way are the machine's. */
let current: ReturnType< typeof createTimers > | null = null;

function createTimers( now: () => number ) {
	const timers = new Map< number, Timer >();
	let made = 0;
	return {
		timers,
		add( callback: () => void, ms: number, repeats: boolean ) {
			timers.set( ++made, {
				callback,
				everyMs: repeats ? ms : null,
				dueMs: now() + ms,
			} );
			return made;
		},
	};
}

/** A number no timer of the machine has. */
const OURS = 2 ** 40;

// Once and before the first timer: react-query does not like a change.
timeoutManager.setTimeoutProvider( {
	setTimeout: ( callback, ms ) =>
		current
			? OURS + current.add( () => callback(), ms, false )
			: Number( setTimeout( () => callback(), ms ) ),
	setInterval: ( callback, ms ) =>
		current
			? OURS + current.add( () => callback(), ms, true )
			: Number( setInterval( () => callback(), ms ) ),
	clearTimeout: clear,
	clearInterval: clear,
} );

function clear( timer: number | undefined ) {
	if ( timer === undefined ) {
		return;
	}
	if ( timer > OURS ) {
		current?.timers.delete( timer - OURS );
	} else {
		clearTimeout( timer );
	}
}

/** Starts a clock that stands still, also for `Date.now()`. */
export function startStoryClock(): StoryClock {
	// A Tuesday in November 2026.
	let nowMs = Date.UTC( 2026, 10, 24, 10 );
	const now = () => nowMs;
	const machineNow = Date.now;
	Date.now = now;
	const own = createTimers( now );
	current = own;
	let ids = 0;

	return {
		now,
		advance( ms ) {
			nowMs += ms;
			for ( const [ id, timer ] of [ ...own.timers ] ) {
				if ( timer.dueMs > nowMs ) {
					continue;
				}
				if ( timer.everyMs === null ) {
					own.timers.delete( id );
				} else {
					timer.dueMs = nowMs + timer.everyMs;
				}
				timer.callback();
			}
		},
		environment: {
			now,
			setTimer( callback, delayMs ) {
				if ( delayMs === 0 ) {
					// At the end of the tick, not at a time.
					const tick = setTimeout( callback );
					return () => clearTimeout( tick );
				}
				const id = own.add( callback, delayMs, false );
				return () => own.timers.delete( id );
			},
			isOnline: () => true,
			onWake: () => () => {},
			random: () => 0.5,
			randomId: () => `story-${ ++ids }`,
		},
		stop() {
			current = null;
			Date.now = machineNow;
		},
	};
}
