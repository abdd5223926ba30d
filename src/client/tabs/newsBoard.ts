import { isFinal, type JobSnapshot } from '../../protocol/index.ts';
import type { Environment } from '../environment.ts';

/** What other tabs have seen since this tab asked last. */
export interface NewsBoard {
	/** A check of another tab. */
	put: ( snapshot: JobSnapshot ) => void;
	/** What is new of these jobs and fresh; each is given out once. */
	take: ( ids: readonly string[] ) => JobSnapshot[];
	/** Whether there is something fresh of each. */
	has: ( ids: readonly string[] ) => boolean;
	/** This tab has seen for itself. */
	clear: ( ids: readonly string[] ) => void;
}

/** 5 s, in ms: how long a snapshot that gives no pace of its own passes for new; the longest interval of a built-in type. */
const FRESH_MS = 5_000;

/**
 * Makes an empty board.
 *
 * @param environment Its clock tells what is fresh.
 */
export function createNewsBoard( {
	now,
}: Pick< Environment, 'now' > ): NewsBoard {
	const news = new Map< string, { snapshot: JobSnapshot; atMs: number } >();

	const fresh = ( id: string ) => {
		const item = news.get( id );
		if ( ! item ) {
			return undefined;
		}
		const { snapshot, atMs } = item;
		return isFinal( snapshot.status ) ||
			now() - atMs < ( snapshot.pollAfterMs ?? FRESH_MS )
			? snapshot
			: undefined;
	};

	return {
		put( snapshot ) {
			const known = news.get( snapshot.id )?.snapshot;
			// A check that was sent before the end, and answered after it.
			const isLate =
				known &&
				isFinal( known.status ) &&
				! isFinal( snapshot.status ) &&
				Date.parse( snapshot.serverTime ) <=
					Date.parse( known.serverTime );
			if ( ! isLate ) {
				news.set( snapshot.id, { snapshot, atMs: now() } );
			}
		},
		take: ( ids ) =>
			ids.flatMap( ( id ) => {
				const snapshot = fresh( id );
				news.delete( id );
				return snapshot ? [ snapshot ] : [];
			} ),
		has: ( ids ) => ids.every( ( id ) => fresh( id ) ),
		clear: ( ids ) => ids.forEach( ( id ) => news.delete( id ) ),
	};
}
