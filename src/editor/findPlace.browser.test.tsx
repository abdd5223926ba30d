import { registerCoreBlocks } from '@wordpress/block-library';
import { beforeAll, expect, test } from 'vitest';
import { findPlace, goToPlace } from './findPlace.ts';
import { planImageEdit } from './imageEdit.ts';
import { openTestPost } from './testPost.tsx';

beforeAll( () => registerCoreBlocks() );

const PARAGRAPH = '<!-- wp:paragraph --><p>Rain</p><!-- /wp:paragraph -->';
const EMPTY_IMAGE =
	'<!-- wp:image --><figure class="wp-block-image"><img alt=""/></figure><!-- /wp:image -->';
const PICTURE = {
	id: 5,
	url: '/umbrella.png',
	link: '/umbrella',
	alt: 'An umbrella',
	caption: '',
	sizes: {},
};

test( 'the block that is selected is the place', async () => {
	const { registry, actions, at } = await openTestPost(
		PARAGRAPH + EMPTY_IMAGE + PARAGRAPH
	);
	await actions.selectBlock( at( 0 ) );
	expect( findPlace( registry, 'text' ) ).toBe( at( 0 ) );
	expect( findPlace( registry, 'images' ) ).toBe( at( 0 ) );
} );

test( 'else it is the end of the post, and for images a block that waits for one', async () => {
	const { registry, at } = await openTestPost(
		PARAGRAPH + EMPTY_IMAGE + PARAGRAPH
	);
	expect( findPlace( registry, 'text' ) ).toBe( at( 2 ) );
	expect( findPlace( registry, 'images' ) ).toBe( at( 1 ) );
} );

test( 'an empty post gets an empty paragraph', async () => {
	const { registry, blocks, at } = await openTestPost( '' );
	goToPlace( registry, 'text' );
	expect( blocks() ).toMatchObject( [ { name: 'core/paragraph' } ] );
	expect( findPlace( registry, 'text' ) ).toBe( at( 0 ) );
} );

test.each( [
	[ 'a text', PARAGRAPH, [ 'core/paragraph', 'core/image' ] ],
	[
		'an empty paragraph',
		'<!-- wp:paragraph --><p></p><!-- /wp:paragraph -->',
		[ 'core/image' ],
	],
] )( 'an image is inserted at %s', async ( _name, html, names ) => {
	const post = await openTestPost( html );
	post.edit( () =>
		planImageEdit( post.editor, 'use', post.remember( post.at( 0 ) ), [
			PICTURE,
		] )
	);
	expect( post.blocks().map( ( { name } ) => name ) ).toEqual( names );
	post.expectOneStep();
} );
