import { XMLParser } from 'fast-xml-parser';

/** How many tests did what. */
export interface Counts {
	readonly passed: number;
	readonly failed: number;
	readonly skipped: number;
}

export const NONE: Counts = { passed: 0, failed: 0, skipped: 0 };

export const addCounts = ( one: Counts, other: Counts ): Counts => ( {
	passed: one.passed + other.passed,
	failed: one.failed + other.failed,
	skipped: one.skipped + other.skipped,
} );

const parser = new XMLParser( {
	isArray: ( name ) => name === 'testcase' || name === 'testsuite',
} );

/**
 * Counts the test cases of a JUnit report, which every runner here can write.
 *
 * @param xml The report.
 */
export function readJunit( xml: string ): Counts {
	return countIn( parser.parse( xml ) );
}

function countIn( node: unknown ): Counts {
	if ( Array.isArray( node ) ) {
		return node.map( countIn ).reduce( addCounts, NONE );
	}
	if ( typeof node !== 'object' || node === null ) {
		return NONE;
	}
	return Object.entries( node )
		.map( ( [ name, value ] ) =>
			name === 'testcase' && Array.isArray( value )
				? value.map( countCase ).reduce( addCounts, NONE )
				: countIn( value )
		)
		.reduce( addCounts, NONE );
}

function countCase( testCase: unknown ): Counts {
	// A case that passed and said nothing is an empty string.
	const says = ( name: string ) =>
		typeof testCase === 'object' && testCase !== null && name in testCase;
	if ( says( 'failure' ) || says( 'error' ) ) {
		return { ...NONE, failed: 1 };
	}
	return says( 'skipped' ) ? { ...NONE, skipped: 1 } : { ...NONE, passed: 1 };
}
