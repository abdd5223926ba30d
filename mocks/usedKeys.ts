/** How long a start may be on its way, in ms: the same as the plugin's. */
const KEPT_MS = 3_600_000;

/** The idempotency keys of jobs whose result has arrived: they outlive their jobs. */
export interface UsedKeys {
	/** Notes a key, or notes it anew. */
	readonly add: ( owner: number, key: string ) => void;
	/** Whether a start with this key is answered already. */
	readonly has: ( owner: number, key: string ) => boolean;
	readonly reset: () => void;
}

/**
 * Remembers keys.
 *
 * @param nowMs The time.
 */
export function createUsedKeys( nowMs: () => number ): UsedKeys {
	const usedAtMs = new Map< string, number >();
	const nameOf = ( owner: number, key: string ) => `${ owner } ${ key }`;
	return {
		add: ( owner, key ) => usedAtMs.set( nameOf( owner, key ), nowMs() ),
		has: ( owner, key ) =>
			( usedAtMs.get( nameOf( owner, key ) ) ?? -Infinity ) >
			nowMs() - KEPT_MS,
		reset: () => usedAtMs.clear(),
	};
}
