import { afterEach, beforeEach, vi } from 'vitest';

/** Has time stand still in the tests of a file, until they let it pass; what the browser does by itself goes on. */
export function stopTime() {
	beforeEach( () => {
		vi.useFakeTimers( {
			toFake: [
				'setTimeout',
				'clearTimeout',
				'setInterval',
				'clearInterval',
				'performance',
				'Date',
			],
		} );
	} );
	afterEach( () => {
		vi.useRealTimers();
	} );
}

export const pass = ( ms: number ) => vi.advanceTimersByTimeAsync( ms );
