import { createChance, type Chance } from './chance.ts';
import { FAULT_KINDS } from './faultKinds.ts';
import type { Fault, FaultKind, JobKind } from './faults.ts';

export interface DrawnFault {
	readonly kind: FaultKind;
	readonly fault: Fault;
}

/** Everything that is drawn for one job, before the first is started. */
export interface JobPlan {
	readonly number: number;
	readonly type: JobKind;
	/** Images that are asked for; 1 for a text. */
	readonly count: number;
	readonly faults: readonly DrawnFault[];
	/** How long the provider takes, in real ms. */
	readonly providerMs: number;
	/** Whether the author tries again what failed. */
	readonly retries: boolean;
	/** Seed of what is drawn while the job runs, e.g. jitter. */
	readonly seed: number;
}

/** Of a hundred jobs so many meet a second fault. */
const SECOND_FAULT_PERCENT = 60;

/**
 * Draws a run. The kinds are dealt like cards, so that each comes up about as
 * often as any other.
 *
 * @param seed  The same seed is the same run.
 * @param count How many jobs.
 * @param kinds What is drawn from.
 */
export function drawPlans(
	seed: number,
	count: number,
	kinds: readonly FaultKind[] = FAULT_KINDS
): readonly JobPlan[] {
	const chance = createChance( seed );
	const deck = createDeck( chance, kinds );
	return Array.from( { length: count }, ( _, index ) => {
		const first = deck( () => true );
		const type =
			first?.only ?? ( chance.percent( 70 ) ? 'content' : 'image' );
		const faults = first
			? [ { kind: first, fault: first.draw( chance ) } ]
			: [];
		if ( first && chance.percent( SECOND_FAULT_PERCENT ) ) {
			const second = deck(
				( { only, at } ) =>
					( only === undefined || only === type ) && at !== first.at
			);
			if ( second ) {
				faults.push( { kind: second, fault: second.draw( chance ) } );
			}
		}
		return {
			number: index + 1,
			type,
			count: type === 'image' ? chance.between( 1, 2 ) : 1,
			faults,
			providerMs: chance.between( 30, 500 ),
			retries: chance.percent( 50 ),
			seed: chance.between( 0, 2 ** 31 - 1 ),
		};
	} );
}

/** Deals the first card that fits; when all are dealt, they are shuffled again. */
function createDeck( chance: Chance, kinds: readonly FaultKind[] ) {
	const cards: FaultKind[] = [];
	return ( fits: ( kind: FaultKind ) => boolean ) => {
		if ( ! cards.some( fits ) ) {
			cards.push( ...chance.shuffle( kinds ) );
		}
		const at = cards.findIndex( fits );
		return at < 0 ? undefined : cards.splice( at, 1 )[ 0 ];
	};
}
