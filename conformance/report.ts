import type { Case } from './case.ts';
import { Mismatch } from './expectation.ts';
import type { Outcome } from './runCase.ts';

/** What came of all cases. */
export interface Tally {
	readonly passed: number;
	readonly failed: number;
	readonly leftOut: number;
}

const MARKS = { passed: '✓', failed: '✗', 'left out': '–' } as const;

/** A case's name with its group, as a report has it. */
export const titleOf = ( { group, name }: Case ) => `${ group }: ${ name }`;

/**
 * A case in a report: a line, and where it failed what was expected, what came,
 * and the words that it stands on.
 *
 * @param tried   The case.
 * @param outcome What came of it.
 */
export function describeOutcome( tried: Case, outcome: Outcome ): string {
	const line = `${ MARKS[ outcome.kind ] } ${ titleOf( tried ) }`;
	switch ( outcome.kind ) {
		case 'passed':
			return line;
		case 'left out':
			return `${ line } (left out: ${ outcome.why })`;
		case 'failed':
			return [
				line,
				...( outcome.error instanceof Mismatch
					? [
							`    where:     ${ outcome.error.where }`,
							`    expected:  ${ outcome.error.expected }`,
							`    got:       ${ outcome.error.got }`,
						]
					: [ `    ${ outcome.error.message }` ] ),
				`    wire.md:   “${ tried.rule }”`,
			].join( '\n' );
	}
}

/**
 * The last line of a report.
 *
 * @param tally The figures.
 */
export const describeTally = ( { passed, failed, leftOut }: Tally ) =>
	`${ passed } passed, ${ failed } failed, ${ leftOut } left out`;
