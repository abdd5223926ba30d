import type { Environment } from '../src/client/index.ts';
import type { Chance } from './chance.ts';

/** A client's machine whose clock runs fast, and that can sleep. */
export interface HastyEnvironment extends Environment {
	/** No timer fires for a while; then the clock has jumped, and the machine wakes. */
	readonly sleep: ( realMs: number, jumpMs: number ) => Promise< void >;
	/** Sets the clock ahead, in ms. */
	readonly jump: ( ms: number ) => void;
}

/**
 * @param speed  How many of its seconds a real one has.
 * @param chance For jitter.
 */
export function createHastyEnvironment(
	speed: number,
	chance: Chance
): HastyEnvironment {
	let aheadMs = 0;
	let asleep: Promise< void > | undefined;
	const wakers = new Set< () => void >();
	return {
		now: () => performance.now() * speed + aheadMs,
		setTimer( callback, delayMs ) {
			let isOver = false;
			const timer = setTimeout( async () => {
				await asleep;
				if ( ! isOver ) {
					callback();
				}
			}, delayMs / speed );
			return () => {
				isOver = true;
				clearTimeout( timer );
			};
		},
		isOnline: () => asleep === undefined,
		onWake( callback ) {
			wakers.add( callback );
			return () => wakers.delete( callback );
		},
		random: () => chance.between( 0, 999_999 ) / 1_000_000,
		randomId: () =>
			Array.from( { length: 4 }, () =>
				chance.between( 0, 2 ** 31 - 1 ).toString( 16 )
			).join( '' ),
		async sleep( realMs, jumpMs ) {
			const sleeping = new Promise< void >( ( resolve ) =>
				setTimeout( resolve, realMs )
			);
			asleep = sleeping;
			await sleeping;
			asleep = undefined;
			aheadMs += jumpMs;
			[ ...wakers ].forEach( ( callback ) => callback() );
		},
		jump( ms ) {
			aheadMs += ms;
		},
	};
}
