import { registerCoreBlocks } from '@wordpress/block-library';
import { cloneBlock, createBlock, parse } from '@wordpress/blocks';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { createTargets } from './targets.ts';
import { openTestPost } from './testPost.tsx';

beforeAll( () => registerCoreBlocks() );
beforeEach( () => localStorage.clear() );

const paragraph = ( text: string ) =>
	`<!-- wp:paragraph --><p>${ text }</p><!-- /wp:paragraph -->`;
const write = ( ...texts: readonly string[] ) =>
	texts.map( paragraph ).join( '' );
const QUOTE = `<!-- wp:quote --><blockquote class="wp-block-quote">${ paragraph(
	'Quoted'
) }</blockquote><!-- /wp:quote -->`;
const EMPTY_IMAGE =
	'<!-- wp:image --><figure class="wp-block-image"><img alt=""/></figure><!-- /wp:image -->';

/** A post, and what a job is asked for at one of its blocks. */
async function ask( html: string, ...path: readonly number[] ) {
	const post = await openTestPost( html );
	const targets = createTargets( post.editor );
	const clientId = post.at( ...path );
	const spot = { kind: 'text', key: clientId } as const;
	targets.remember( spot.key, clientId );
	targets.keep( spot.key, 'job' );
	return {
		...post,
		targets,
		clientId,
		find: () => targets.find( spot ),
		/** All ids are others then, as in the code editor and back. */
		async rewrite( content: string ) {
			await post.actions.resetBlocks( parse( content ) );
		},
	};
}

/** Where its block is in a post that is opened later. */
async function findLater( html: string ) {
	const post = await openTestPost( html );
	const targets = createTargets( post.editor );
	return {
		...post,
		found: targets.find( { kind: 'found-text', key: 'job' } ),
	};
}

test( 'a block that is there is itself, whatever it says', async () => {
	const { actions, clientId, find } = await ask( write( 'A', 'B' ), 1 );
	await actions.updateBlockAttributes( clientId, { content: 'C' } );
	expect( find() ).toBe( clientId );
} );

test( 'by its text, where its id is another', async () => {
	const { at, find, rewrite } = await ask( write( 'A', 'B', 'C' ), 1 );
	await rewrite( write( 'B', 'C', 'A' ) );
	expect( find() ).toBe( at( 0 ) );
} );

test( 'in a group, and out of it again under its first id', async () => {
	const { actions, at, blocks, clientId, find } = await ask(
		write( 'A', 'B' ),
		1
	);
	const [ , block ] = blocks();
	if ( ! block ) {
		throw new Error( 'No block.' );
	}
	const group = createBlock( 'core/group', {}, [ cloneBlock( block ) ] );
	await actions.replaceBlocks( clientId, [ group ], 0, null );
	expect( find() ).toBe( at( 1, 0 ) );
	expect( find() ).not.toBe( clientId );
	await actions.replaceBlocks( group.clientId, [ block ], 0, null );
	expect( find() ).toBe( clientId );
} );

test( 'as another kind of block, where nothing else says the same', async () => {
	const { at, find, rewrite } = await ask( write( 'A', 'B' ), 1 );
	await rewrite(
		`${ paragraph(
			'A'
		) }<!-- wp:heading --><h2 class="wp-block-heading">B</h2><!-- /wp:heading -->`
	);
	expect( find() ).toBe( at( 1 ) );
} );

test( 'by what it said last in this page', async () => {
	const { actions, at, clientId, find, rewrite, targets } = await ask(
		write( 'A', 'B' ),
		1
	);
	const end = targets.watch();
	await actions.updateBlockAttributes( clientId, { content: 'Edited' } );
	end();
	await rewrite( write( 'A', 'Edited' ) );
	expect( find() ).toBe( at( 1 ) );
} );

test( 'a quote is told from its paragraph', async () => {
	await ask( write( 'A' ) + QUOTE, 1 );
	const quote = await findLater( QUOTE );
	expect( quote.found ).toBe( quote.at( 0 ) );
	await ask( write( 'A' ) + QUOTE, 1, 0 );
	const inner = await findLater( QUOTE );
	expect( inner.found ).toBe( inner.at( 0, 0 ) );
} );

test( 'after a reload, as an earlier visit remembered it', async () => {
	await ask( write( 'A', 'B', 'C' ), 1 );
	const { at, found } = await findLater( write( 'C', 'B' ) );
	expect( found ).toBe( at( 1 ) );
} );

test( 'what is kept has none of the text', async () => {
	await ask( write( 'A secret' ), 0 );
	expect( JSON.stringify( localStorage ) ).not.toContain( 'secret' );
} );

test.for<
	[ string, readonly string[], number, readonly string[], number | null ]
>( [
	[
		'between the same others',
		[ 'A', 'S', 'B', 'S' ],
		1,
		[ 'S', 'A', 'S', 'B' ],
		2,
	],
	[
		'none where one of two is left',
		[ 'S', 'B', 'S' ],
		0,
		[ 'B', 'S' ],
		null,
	],
	[
		'none where both have other neighbors',
		[ 'S', 'B', 'S' ],
		0,
		[ 'S', 'C', 'S' ],
		null,
	],
	[
		'none where a second one came',
		[ 'A', 'B' ],
		1,
		[ 'C', 'B', 'D', 'B' ],
		null,
	],
	[ 'none where nothing says it', [ 'A', 'B' ], 1, [ 'A', 'C' ], null ],
	[
		'an empty one between the same others',
		[ 'A', '', 'B', '' ],
		1,
		[ '', 'A', '', 'B' ],
		2,
	],
	[ 'no empty one elsewhere', [ 'A', '', 'B' ], 1, [ 'A', 'B', '' ], null ],
] )(
	'of several that say the same: %s',
	async ( [ , texts, path, later, at ] ) => {
		await ask( write( ...texts ), path );
		const post = await findLater( write( ...later ) );
		expect( post.found ).toBe( at === null ? null : post.at( at ) );
	}
);

test( 'an image that waits for a picture, by what is beside it', async () => {
	await ask( paragraph( 'A' ) + EMPTY_IMAGE + paragraph( 'B' ), 1 );
	const { at, found } = await findLater(
		EMPTY_IMAGE + paragraph( 'A' ) + EMPTY_IMAGE + paragraph( 'B' )
	);
	expect( found ).toBe( at( 2 ) );
} );

test( 'of a job that nothing is known of, nothing', async () => {
	localStorage.setItem( 'wp-ai-jobs-blocks', '{"of": "another version"}' );
	expect( ( await findLater( write( 'A' ) ) ).found ).toBeNull();
} );
