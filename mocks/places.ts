import { isFinal } from '../src/protocol/index.ts';
import type { JobRow, Part } from './jobRow.ts';

/** A part that is being executed, or waits to be. */
export interface Piece {
	readonly row: JobRow;
	readonly part: Part;
}

const piecesOf = (
	rows: Iterable< JobRow >,
	wants: ( part: Part ) => boolean
) =>
	[ ...rows ].flatMap( ( row ) =>
		isFinal( row.status )
			? []
			: row.parts.filter( wants ).map( ( part ) => ( { row, part } ) )
	);

/**
 * What is being executed.
 *
 * @param rows All jobs.
 */
export const runningPieces = ( rows: Iterable< JobRow > ): Piece[] =>
	piecesOf( rows, ( { state } ) => state === 'processing' );

/**
 * What waits for a free place, by turns: first the user of whom the fewest
 * run, then who has waited longest.
 *
 * @param rows All jobs.
 */
export function queuedPieces( rows: Iterable< JobRow > ): Piece[] {
	const all = [ ...rows ];
	const turns = new Map< number, number >();
	const take = ( { row }: Piece ) => {
		const turn = ( turns.get( row.owner ) ?? 0 ) + 1;
		turns.set( row.owner, turn );
		return turn;
	};
	runningPieces( all ).forEach( take );
	return piecesOf(
		all,
		( { state, queuedAtMs } ) => state === 'pending' && queuedAtMs !== null
	)
		.sort(
			( a, b ) => ( a.part.queuedAtMs ?? 0 ) - ( b.part.queuedAtMs ?? 0 )
		)
		.map( ( piece ) => ( { piece, turn: take( piece ) } ) )
		.sort( ( a, b ) => a.turn - b.turn )
		.map( ( { piece } ) => piece );
}
