/** Tells the backend the time. */
export interface MockClock {
	/** Unix time, in ms. */
	now: () => number;
}

/** A clock that stands still until a test moves it. */
export interface ManualClock extends MockClock {
	/** Moves it on. */
	advance: ( ms: number ) => void;
}

/**
 * Makes a clock that a test moves: the site's time, not the browser's. A
 * client that checks often (`pollAfterMs: 0`) sees at once what has changed.
 *
 * @param startMs Unix time, in ms. Default: a Tuesday in November 2026.
 * @example
 * const clock = createManualClock();
 * const jobs = createJobBackend( { clock, pollAfterMs: 0 } );
 * clock.advance( 3_000 );
 */
export function createManualClock(
	startMs = Date.UTC( 2026, 10, 24, 10 )
): ManualClock {
	let nowMs = startMs;
	return {
		now: () => nowMs,
		advance( ms ) {
			nowMs += ms;
		},
	};
}

/** The machine's own clock; fake timers move it, too. */
export const systemClock: MockClock = { now: () => Date.now() };

/**
 * A clock that runs ahead of another.
 *
 * @param clock The other.
 * @param speed How many times as fast.
 */
export function speedUp( clock: MockClock, speed: number ): MockClock {
	const startMs = clock.now();
	return { now: () => startMs + ( clock.now() - startMs ) * speed };
}
