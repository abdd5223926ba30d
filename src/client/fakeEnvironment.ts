import type { Environment } from './environment.ts';

interface Timer {
	readonly atMs: number;
	readonly callback: () => void;
}

/** A machine whose clock, network and sleep a test moves. */
export interface FakeEnvironment extends Environment {
	/** Moves the clock, running what falls due in order and what that sets off. */
	advance: ( ms: number ) => Promise< void >;
	/** The clock jumps and no timer fires in between, as on a laptop that slept. */
	sleep: ( ms: number ) => Promise< void >;
	setOnline: ( online: boolean ) => Promise< void >;
	/** Timers and listeners that are still there. */
	pending: () => number;
}

/** Lets every promise that is ready go on. */
const settle = () =>
	new Promise< void >( ( resolve ) => setImmediate( resolve ) );

/** Makes a machine at time 0, online, without jitter. */
export function createFakeEnvironment(): FakeEnvironment {
	let nowMs = 0;
	let online = true;
	let ids = 0;
	const timers = new Set< Timer >();
	const wakers = new Set< () => void >();

	const wake = async () => {
		[ ...wakers ].forEach( ( callback ) => callback() );
		await settle();
	};
	const advance = async ( ms: number ) => {
		const endMs = nowMs + ms;
		await settle();
		for (;;) {
			const due = [ ...timers ]
				.filter( ( { atMs } ) => atMs <= endMs )
				.sort( ( a, b ) => a.atMs - b.atMs )[ 0 ];
			if ( ! due ) {
				break;
			}
			nowMs = Math.max( nowMs, due.atMs );
			timers.delete( due );
			due.callback();
			await settle();
		}
		nowMs = endMs;
	};

	return {
		now: () => nowMs,
		setTimer( callback, delayMs ) {
			const timer = { atMs: nowMs + delayMs, callback };
			timers.add( timer );
			return () => timers.delete( timer );
		},
		isOnline: () => online,
		onWake( callback ) {
			wakers.add( callback );
			return () => wakers.delete( callback );
		},
		random: () => 0,
		randomId: () => `key-${ ++ids }`,
		advance,
		async sleep( ms ) {
			nowMs += ms;
			await wake();
			await advance( 0 );
		},
		async setOnline( next ) {
			online = next;
			if ( online ) {
				await wake();
				await advance( 0 );
			}
		},
		pending: () => timers.size + wakers.size,
	};
}
