import type { Connection, JobState } from '../../react/index.ts';
import type { Explanation } from '../ErrorNotice/index.ts';
import { connectionText } from './connectionText.ts';

export interface Announcement {
	readonly text: string;
	readonly politeness: 'polite' | 'assertive';
}

interface Situation {
	readonly status: JobState< unknown >[ 'status' ];
	readonly connection: Connection;
	/** What is shown as a notice, if anything. */
	readonly explanation: Explanation | null;
	/** What a live job waits for. */
	readonly waiting: string;
	/** What is said of a result. */
	readonly ready: string;
}

/**
 * What screen readers are told of the state.
 *
 * @param situation The state.
 */
export function announcement( {
	status,
	connection,
	explanation,
	waiting,
	ready,
}: Situation ): Announcement {
	if ( explanation ) {
		const { happened, safe, next } = explanation;
		return {
			text: [ happened, safe, next ].filter( Boolean ).join( ' ' ),
			politeness:
				status === 'failed' || status === 'expired'
					? 'assertive'
					: 'polite',
		};
	}
	switch ( status ) {
		case 'starting':
		case 'pending':
		case 'processing':
			return {
				text:
					connection === 'online'
						? waiting
						: connectionText( connection ),
				politeness: 'polite',
			};
		case 'completed':
			return {
				text: ready,
				politeness: 'polite',
			};
		default:
			return { text: '', politeness: 'polite' };
	}
}
