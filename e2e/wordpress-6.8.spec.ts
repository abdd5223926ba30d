import { test } from './fixtures.ts';
import { goTheWholeWay } from './wholeWay.ts';

test.use( { version: '6.8', asks: 'demo' } );

test( 'WordPress 6.8, without an AI client of its own, goes the same way', async ( {
	editor,
} ) => {
	await goTheWholeWay( editor );
} );
