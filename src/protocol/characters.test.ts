import { expect, test, vi } from 'vitest';
import { countCharacters, cutText, wellFormed } from './characters.ts';

const UMBRELLA = '\u2614\uFE0F';
const FLAG = '🇯🇵';
const FAMILY = '👨‍👩‍👧';
const ACCENTED = 'e\u0301';
const HEART = '😍';

test.each( [
	[ 'an emoji of two units', HEART, 1 ],
	[ 'an emoji with a variation selector', UMBRELLA, 2 ],
	[ 'a flag', FLAG, 2 ],
	[ 'a family', FAMILY, 5 ],
	[ 'a letter and its accent', ACCENTED, 2 ],
	[ 'a skin tone', '👍🏽', 2 ],
] )( '%s is whole or not there', ( _name, character, weight ) => {
	expect( countCharacters( character ) ).toBe( weight );
	const text = `${ 'x'.repeat( 498 ) }${ character }y`;
	for ( let max = 498; max < 498 + weight; max++ ) {
		expect( cutText( text, max ) ).toBe( 'x'.repeat( 498 ) );
	}
	expect( cutText( text, 498 + weight ) ).toBe(
		`${ 'x'.repeat( 498 ) }${ character }`
	);
	expect( cutText( text, 499 + weight ) ).toBe( text );
} );

test( 'a limit is in characters, as the server counts', () => {
	expect( cutText( HEART.repeat( 500 ), 500 ) ).toBe( HEART.repeat( 500 ) );
	expect( cutText( HEART.repeat( 501 ), 500 ) ).toBe( HEART.repeat( 500 ) );
	expect( cutText( 'Rain', 0 ) ).toBe( '' );
} );

test( 'a browser that knows no graphemes cuts between code points', () => {
	vi.stubGlobal( 'Intl', {} );
	expect( cutText( `Rain ${ HEART }!`, 6 ) ).toBe( `Rain ${ HEART }` );
	expect( cutText( `Rain ${ HEART }!`, 5 ) ).toBe( 'Rain ' );
	vi.unstubAllGlobals();
} );

test( 'half a character is replaced, and whole ones stay', () => {
	expect( wellFormed( `\uD83D${ HEART }\uDE0D x` ) ).toBe(
		`\uFFFD${ HEART }\uFFFD x`
	);
} );
