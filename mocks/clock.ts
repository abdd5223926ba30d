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
 * Makes a clock that a test moves.
 *
 * @param startMs Unix time, in ms. Default: a Tuesday in November 2026.
 * @example
 * const clock = createManualClock();
 * const backend = createJobBackend( { clock } );
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

/** The machine's own clock, for Storybook. */
export const systemClock: MockClock = { now: () => Date.now() };
