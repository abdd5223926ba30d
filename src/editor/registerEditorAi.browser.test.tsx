import { hasFilter } from '@wordpress/hooks';
import { getPlugin } from '@wordpress/plugins';
import { afterEach, expect, test } from 'vitest';
import { createAiJobClient, type Transport } from '../client/index.ts';
import { builtinJobTypes } from '../protocol/index.ts';
import { registerEditorAi, registerEditorAiClient } from './index.ts';

const transport: Transport = {
	types: builtinJobTypes,
	repeatsStarts: false,
	start: () => Promise.reject( new Error( 'Nothing is started here.' ) ),
	check: async () => [],
};
const client = createAiJobClient( { transport } );
const settings = { restRoot: '/wp-json/', nonce: 'a', nonceUrl: '/nonce' };

const HOOKS = [
	'editor.BlockEdit',
	'editor.MediaPlaceholder',
	'editor.PostFeaturedImage',
];
const filtered = ( name = 'wp-ai-jobs' ) =>
	HOOKS.filter( ( hook ) => hasFilter( hook, name ) );

let unregister = () => {};
afterEach( () => {
	unregister();
	unregister = () => {};
} );

test( 'importing registers nothing', () => {
	expect( filtered() ).toEqual( [] );
	expect( getPlugin( 'wp-ai-jobs' ) ).toBeUndefined();
} );

test( 'a site’s settings register buttons and popovers, which can be taken away', () => {
	const takeAway = registerEditorAi( settings );
	expect( filtered() ).toEqual( HOOKS );
	expect( getPlugin( 'wp-ai-jobs' ) ).toBeDefined();
	takeAway();
	expect( filtered() ).toEqual( [] );
	expect( getPlugin( 'wp-ai-jobs' ) ).toBeUndefined();
} );

test( 'who comes second under a name changes nothing, and takes nothing away', () => {
	unregister = registerEditorAi( settings );
	const first = getPlugin( 'wp-ai-jobs' );
	registerEditorAiClient( client )();
	expect( getPlugin( 'wp-ai-jobs' ) ).toBe( first );
	expect( filtered() ).toEqual( HOOKS );
} );

test( 'a client of one’s own registers under a name of its own, without the featured image where that is not wanted', () => {
	unregister = registerEditorAiClient( client, {
		name: 'my-plugin',
		textBlocks: [ 'my-plugin/note' ],
		imageBlocks: [],
		featuredImage: false,
	} );
	expect( getPlugin( 'my-plugin' ) ).toBeDefined();
	expect( filtered( 'my-plugin' ) ).toEqual( [
		'editor.BlockEdit',
		'editor.MediaPlaceholder',
	] );
} );
