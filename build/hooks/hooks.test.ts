import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { findHooks, pluginHooks } from './findHooks.ts';
import { writePage } from './writePage.ts';

test( 'the page of the hooks says what the source says', () => {
	expect( readFileSync( 'docs/hooks.md', 'utf8' ) ).toBe(
		writePage( pluginHooks() )
	);
} );

test( 'a hook is read with its text, its example and its parameters', () => {
	const [ hook ] = findHooks( `
		/**
		 * Filters the shade.
		 *
		 *     add_filter( 'wpaijobs_shade', 'darker' );
		 *
		 * @param string|null $shade Which, of
		 *                           all.
		 */
		$shade = (string) apply_filters(
			'wpaijobs_shade',
			'grey'
		);
	` );
	expect( hook ).toEqual( {
		name: 'wpaijobs_shade',
		kind: 'filter',
		description:
			"Filters the shade.\n\n```text\nadd_filter( 'wpaijobs_shade', 'darker' );\n```",
		params: [
			{
				type: 'string|null',
				name: '$shade',
				description: 'Which, of all.',
			},
		],
	} );
} );

test( 'a docblock of something else before it is not taken for its own', () => {
	expect(
		findHooks( `
		/** Says something else. */
		$a = 1;
		do_action( 'wpaijobs_bare' );
	` )
	).toEqual( [] );
} );
