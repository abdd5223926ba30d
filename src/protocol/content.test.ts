import * as v from 'valibot';
import { expect, test } from 'vitest';
import { contentInputSchema } from './content.ts';

const read = ( prompt: string ) =>
	v.safeParse( contentInputSchema, { prompt } );

test( 'space around a prompt is left out', () => {
	expect( read( ' Rain ' ).output ).toEqual( { prompt: 'Rain' } );
} );

test( 'a prompt of 10,000 characters is taken', () => {
	expect( read( 'x'.repeat( 10_000 ) ).success ).toBe( true );
} );

test.each( [
	[ 'of 10,001 characters', 'x'.repeat( 10_001 ) ],
	[ 'of nothing but space', '  ' ],
] )( 'a prompt %s is refused by name', ( _name, prompt ) => {
	expect(
		read( prompt ).issues?.map( ( issue ) => v.getDotPath( issue ) )
	).toEqual( [ 'prompt' ] );
} );
