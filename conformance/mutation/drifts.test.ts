import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PLUGIN } from '../../wordpress/site.ts';
import { apply } from './drift.ts';
import { mockDrifts, pluginDrifts } from './drifts.ts';
import { mutateMock } from './mutateMock.ts';

const MOCK = join( import.meta.dirname, '../../mocks' );

test.each( [
	[ 'the mock', MOCK, mockDrifts ],
	[ 'the plugin', PLUGIN, pluginDrifts ],
] as const )( 'each drift still fits %s', ( _, folder, drifts ) => {
	const copy = mkdtempSync( join( tmpdir(), 'drifts-' ) );
	try {
		cpSync( folder, copy, { recursive: true } );
		drifts.forEach( ( drift ) => apply( copy, drift )() );
		expect( drifts.length ).toBeGreaterThanOrEqual( 10 );
	} finally {
		rmSync( copy, { recursive: true, force: true } );
	}
} );

// The whole of it, on the plugin too: npm run test:mutation.
test( 'a drift of the mock turns the suite red', async () => {
	const caught: ( string | null )[] = [];
	const few = mockDrifts.filter( ( { what } ) =>
		/seen|acknowledged job|billed|cost/.test( what )
	);
	await mutateMock( few, ( _, by ) => caught.push( by ) );
	expect( caught ).toHaveLength( few.length );
	expect( caught ).not.toContain( null );
}, 180_000 );
