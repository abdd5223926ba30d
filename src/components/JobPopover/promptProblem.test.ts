import { expect, test } from 'vitest';
import { promptProblem } from './promptProblem.ts';

test.each( [
	[ 'nothing', '  ', 'empty' ],
	[ 'the last character that fits', 'x'.repeat( 10 ), null ],
	[ 'one character more', 'x'.repeat( 11 ), 'too-long' ],
	[ 'blanks around it', `  ${ 'x'.repeat( 10 ) }  `, null ],
	[ 'characters of two code units each', '🌧'.repeat( 10 ), null ],
] )( 'a prompt of %s', ( _name, prompt, problem ) => {
	expect( promptProblem( prompt, 10 ) ).toBe( problem );
} );
