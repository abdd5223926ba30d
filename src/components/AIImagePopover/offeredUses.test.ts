import { expect, test, vi } from 'vitest';
import { offeredUses } from './offeredUses.ts';

const handler = () => {};
const possible = ( ...args: Parameters< typeof offeredUses > ) =>
	offeredUses( ...args ).flatMap( ( { label, isPossible } ) =>
		isPossible ? [ label ] : []
	);
const all = {
	onUse: handler,
	onInsertGallery: handler,
	onSetFeatured: handler,
};

test.each( [
	[ 0, [] ],
	[
		1,
		[ 'Use image', 'Set as featured image', 'Add to media library only' ],
	],
	[ 2, [ 'Insert as gallery', 'Add to media library only' ] ],
] )( 'with %i chosen, what takes as many is possible', ( count, labels ) => {
	expect( possible( all, count ) ).toEqual( labels );
} );

test( 'a host that has one use for all takes several', () => {
	expect( possible( { onUse: handler }, 3 ) ).toEqual( [
		'Use images',
		'Add to media library only',
	] );
} );

test( 'setting the featured image closes the popover only where that is all it is for', () => {
	const done = ( handlers: Parameters< typeof offeredUses >[ 0 ] ) =>
		offeredUses( handlers, 1 ).find(
			( { label } ) => label === 'Set as featured image'
		)?.done;
	expect( done( { onSetFeatured: vi.fn() } ) ).toBeNull();
	expect( done( all ) ).toMatch( /featured image now/ );
} );
