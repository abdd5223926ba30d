import type { Backend } from './backend.ts';
import { createCaller } from './caller.ts';
import { LeftOut, type Case, type Need } from './case.ts';
import { Mismatch } from './expectation.ts';

/** What came of a case on a backend. */
export type Outcome =
	| { readonly kind: 'passed' }
	| { readonly kind: 'left out'; readonly why: string }
	| { readonly kind: 'failed'; readonly error: Error };

const WHY_LEFT_OUT: Readonly< Record< Need, string > > = {
	administrator: 'no administrator was named',
	contributor: 'no contributor was named',
	subscriber: 'no subscriber was named',
	post: 'no post was named',
	nonces: 'users are not known by a nonce here',
	control: 'it needs a clock and a provider that a test can set',
};

/**
 * What a case needs and the backend has not.
 *
 * @param needs   The case's.
 * @param backend The backend.
 */
function missing( { needs }: Case, backend: Backend ): Need | undefined {
	return needs.find( ( need ) => {
		switch ( need ) {
			case 'post':
				return backend.postId === null;
			case 'control':
				return backend.control === null;
			case 'nonces':
				return ! backend.hasNonces;
			default:
				return ! backend.users.has( need );
		}
	} );
}

/**
 * Tries a case, and takes back what it has set.
 *
 * @param tried   The case.
 * @param backend The backend.
 */
export async function runCase(
	tried: Case,
	backend: Backend
): Promise< Outcome > {
	const need = missing( tried, backend );
	if ( need !== undefined ) {
		return { kind: 'left out', why: WHY_LEFT_OUT[ need ] };
	}
	const caller = createCaller( backend );
	try {
		await tried.run( caller );
		return { kind: 'passed' };
	} catch ( error ) {
		if ( error instanceof LeftOut ) {
			return { kind: 'left out', why: error.message };
		}
		return {
			kind: 'failed',
			error:
				error instanceof Error
					? error
					: new Mismatch( 'case', 'an answer', String( error ) ),
		};
	} finally {
		await caller.cleanUp();
	}
}
