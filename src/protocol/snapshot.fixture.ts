import { parseSnapshot } from './index.ts';
import { wireSnapshot } from './wireSnapshot.fixture.ts';

/** A text that was generated, as it travels; for tests. */
export const result = {
	content: 'Drip.',
	format: 'markdown',
	model: 'demo',
	usage: null,
};

/**
 * A snapshot as the client has it, of a content job that is being executed.
 *
 * @param over What is different, in the wire's names.
 */
export const snapshot = ( over: object = {} ) =>
	parseSnapshot( wireSnapshot( over ) );

export const completed = snapshot( { status: 'completed', result } );
