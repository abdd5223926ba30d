import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Draws that come out the same for the same seed. */
export interface Chance {
	/** A whole number, both ends included. */
	readonly between: ( from: number, to: number ) => number;
	/** True in so many of a hundred draws. */
	readonly percent: ( share: number ) => boolean;
	readonly pick: < Item >( items: readonly Item[] ) => Item;
	readonly shuffle: < Item >( items: readonly Item[] ) => Item[];
}

/**
 * @param seed A whole number.
 */
export function createChance( seed: number ): Chance {
	const generator = xoroshiro128plus( seed );
	const between = ( from: number, to: number ) =>
		uniformInt( generator, from, to );
	return {
		between,
		percent: ( share ) => between( 0, 99 ) < share,
		pick< Item >( items: readonly Item[] ) {
			const item = items[ between( 0, items.length - 1 ) ];
			if ( item === undefined ) {
				throw new Error( 'There is nothing to pick from.' );
			}
			return item;
		},
		shuffle< Item >( items: readonly Item[] ) {
			return items.reduce< Item[] >( ( shuffled, item, at ) => {
				const place = between( 0, at );
				const moved = shuffled[ place ];
				if ( moved !== undefined ) {
					shuffled[ at ] = moved;
				}
				shuffled[ place ] = item;
				return shuffled;
			}, [] );
		},
	};
}
