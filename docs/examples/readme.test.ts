import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

test( 'the README shows the example that is type-checked', () => {
	const read = ( path: string ) =>
		readFileSync( join( import.meta.dirname, path ), 'utf8' );
	expect( read( '../../README.md' ) ).toContain( read( 'haiku-block.tsx' ) );
} );
