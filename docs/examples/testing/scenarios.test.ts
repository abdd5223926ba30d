import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scenarios } from '../../../mocks/index.ts';

test( 'the guide says what each scenario plays', () => {
	const guide = readFileSync(
		join( import.meta.dirname, '../../testing.md' ),
		'utf8'
	);
	const listed = [ ...guide.matchAll( /^\| `([a-z-]+)` \|/gm ) ].map(
		( [ , name ] ) => name
	);
	expect( listed.sort() ).toEqual( Object.keys( scenarios ).sort() );
} );
