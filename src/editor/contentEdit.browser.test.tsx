import { registerCoreBlocks } from '@wordpress/block-library';
import { serialize } from '@wordpress/blocks';
import { beforeAll, expect, test, vi } from 'vitest';
import { planEdit, toBlocks, type EditKind } from './contentEdit.ts';
import { readUses } from './contentUses.ts';
import type { Target } from './target.ts';
import { openTestPost } from './testPost.tsx';

beforeAll( () => {
	registerCoreBlocks();
	// The paste handler says what it was given.
	vi.spyOn( console, 'log' ).mockImplementation( () => {} );
} );

const POST = `
<!-- wp:paragraph --><p>One <strong>two</strong> three</p><!-- /wp:paragraph -->
<!-- wp:list --><ul class="wp-block-list"><!-- wp:list-item --><li>Item</li><!-- /wp:list-item --></ul><!-- /wp:list -->
<!-- wp:quote --><blockquote class="wp-block-quote"><!-- wp:paragraph --><p>Quoted</p><!-- /wp:paragraph --></blockquote><!-- /wp:quote -->
`;
const PARAGRAPH = '<p>New <em>text</em></p>';
const ARTICLE =
	'<h2>Head</h2><p>New</p><table><tbody><tr><td>1</td></tr></tbody></table>';

/** {@link openTestPost}, and what is done with texts there. */
async function openPost( html: string, settings?: { templateLock: 'all' } ) {
	const { blocks, edit, ...post } = await openTestPost( html, settings );
	const outline = ( list = blocks() ): string =>
		list
			.map( ( { name, attributes, innerBlocks } ) =>
				[
					name.replace( 'core/', '' ),
					innerBlocks.length > 0 && `(${ outline( innerBlocks ) })`,
					attributes[ 'content' ] &&
						`: ${ String( attributes[ 'content' ] ) }`,
				]
					.filter( Boolean )
					.join( '' )
			)
			.join( ', ' );
	const plan = ( kind: EditKind, target: Target, text: string ) =>
		planEdit( post.editor, kind, target, toBlocks( text ) );
	return {
		...post,
		outline,
		markup: () => serialize( blocks() ),
		plan,
		edit: ( kind: EditKind, target: Target, text: string ) =>
			edit( () => plan( kind, target, text ) ),
	};
}

test( "HTML becomes core's own blocks", () => {
	const markup = serialize( [
		...toBlocks(
			'<h2>Head</h2><p>Text with <a href="https://example.org">link</a></p><ul><li>One<ul><li>Deep</li></ul></li></ul><ol><li>First</li></ol><blockquote><p>Quote</p></blockquote><table><thead><tr><th>A</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table><pre><code>x = 1;</code></pre><hr>'
		),
	] );
	expect(
		Array.from(
			markup.matchAll( /<!-- wp:([a-z-]+)/g ),
			( [ , name ] ) => name
		)
	).toEqual( [
		'heading',
		'paragraph',
		'list',
		'list-item',
		'list',
		'list-item',
		'list',
		'list-item',
		'quote',
		'paragraph',
		'table',
		'code',
		'separator',
	] );
	expect( markup ).toContain( '<a href="https://example.org">link</a>' );
	expect( markup ).toContain( '"ordered":true' );
} );

test( 'Insert puts the text after the block, in one undo step', async () => {
	const post = await openPost( POST );
	post.edit( 'insert', post.remember( post.at( 0 ) ), ARTICLE );
	expect( post.outline() ).toBe(
		'paragraph: One <strong>two</strong> three, heading: Head, paragraph: New, table, list(list-item: Item), quote(paragraph: Quoted)'
	);
	post.expectOneStep();
} );

test( 'Insert at a list item puts the text after the list', async () => {
	const post = await openPost( POST );
	post.edit( 'insert', post.remember( post.at( 1, 0 ) ), PARAGRAPH );
	expect( post.outline() ).toContain(
		'list(list-item: Item), paragraph: New <em>text</em>, quote'
	);
	post.expectOneStep();
} );

test( 'Insert at a paragraph in a quote puts the text after the quote', async () => {
	const post = await openPost( POST );
	post.edit( 'insert', post.remember( post.at( 2, 0 ) ), PARAGRAPH );
	expect( post.outline() ).toMatch(
		/quote\(paragraph: Quoted\), paragraph: New <em>text<\/em>$/
	);
} );

test( 'Insert takes the place of the empty paragraph that it was started from', async () => {
	const post = await openPost(
		'<!-- wp:paragraph --><p></p><!-- /wp:paragraph -->'
	);
	post.edit( 'insert', post.remember( post.at( 0 ) ), ARTICLE );
	expect( post.outline() ).toBe( 'heading: Head, paragraph: New, table' );
	post.expectOneStep();
} );

test( 'Insert leaves a paragraph alone that was empty when the text was asked for, and is not any more', async () => {
	const post = await openPost(
		'<!-- wp:paragraph --><p></p><!-- /wp:paragraph -->'
	);
	const target = post.remember( post.at( 0 ) );
	await post.actions.updateBlockAttributes( post.at( 0 ), {
		content: 'Written',
	} );
	post.edit( 'insert', target, PARAGRAPH );
	expect( post.outline() ).toBe(
		'paragraph: Written, paragraph: New <em>text</em>'
	);
} );

test( 'Replace takes the place of the block, in one undo step', async () => {
	const post = await openPost( POST );
	post.edit( 'replace', post.remember( post.at( 0 ) ), ARTICLE );
	expect( post.outline() ).toMatch(
		/^heading: Head, paragraph: New, table, list/
	);
	post.expectOneStep();
} );

test( 'Replace makes list items of a list, within a list', async () => {
	const post = await openPost( POST );
	post.edit(
		'replace',
		post.remember( post.at( 1, 0 ) ),
		'<ul><li>A</li><li>B</li></ul><p>C</p>'
	);
	expect( post.outline() ).toContain(
		'list(list-item: A, list-item: B, list-item: C)'
	);
	post.expectOneStep();
} );

test( 'Replace asks where a list would have to take a table, and can insert after the list', async () => {
	const post = await openPost( POST );
	const plan = post.plan(
		'replace',
		post.remember( post.at( 1, 0 ) ),
		ARTICLE
	);
	expect( plan ).toMatchObject( { doubt: 'unfit', anyway: null } );
	if ( plan.doubt ) {
		plan.insert?.();
	}
	expect( post.outline() ).toContain(
		'list(list-item: Item), heading: Head, paragraph: New, table, quote'
	);
} );

async function openSelection() {
	const post = await openPost( POST );
	// `two`
	await post.actions.selectionChange( post.at( 0 ), 'content', 4, 7 );
	return { ...post, target: post.remember( post.at( 0 ) ) };
}

test( 'Replace puts one paragraph into the text where something was selected', async () => {
	const post = await openSelection();
	expect( readUses( post.editor, post.at( 0 ) ) ).toMatchObject( {
		selectedText: 'two',
		isSelection: true,
	} );
	const { clientId } = post.target;
	post.edit( 'replace', post.target, PARAGRAPH );
	expect( post.outline() ).toMatch(
		/^paragraph: One New <em>text<\/em> three, list/
	);
	expect( post.at( 0 ) ).toBe( clientId );
	post.expectOneStep();
} );

test( 'Replace splits the block around several blocks where something was selected', async () => {
	const post = await openSelection();
	post.edit( 'replace', post.target, ARTICLE );
	expect( post.outline() ).toMatch(
		/^paragraph: One , heading: Head, paragraph: New, table, paragraph: {2}three, list/
	);
	post.expectOneStep();
} );

test( 'Append goes on in the block, as an undo step apart from what was typed', async () => {
	const post = await openPost( POST );
	const clientId = post.at( 0 );
	await post.actions.updateBlockAttributes( clientId, { content: 'O' } );
	await post.actions.updateBlockAttributes( clientId, { content: 'Old' } );
	post.edit( 'append', post.remember( clientId ), PARAGRAPH );
	expect( post.outline() ).toMatch(
		/^paragraph: Old New <em>text<\/em>, list/
	);
	expect( post.at( 0 ) ).toBe( clientId );
	post.expectOneStep();
} );

test( 'Append puts what follows a first paragraph after the block', async () => {
	const post = await openPost( POST );
	post.edit(
		'append',
		post.remember( post.at( 0 ) ),
		`${ PARAGRAPH }<h2>Head</h2>`
	);
	expect( post.outline() ).toMatch(
		/^paragraph: One <strong>two<\/strong> three New <em>text<\/em>, heading: Head, list/
	);
	post.expectOneStep();
} );

test( 'Append adds items to a list and paragraphs to a quote', async () => {
	const post = await openPost( POST );
	post.edit(
		'append',
		post.remember( post.at( 1 ) ),
		'<ul><li>Two</li></ul>'
	);
	post.expectOneStep();
	post.edit( 'append', post.remember( post.at( 2 ) ), PARAGRAPH );
	post.expectOneStep();
	expect( post.outline() ).toContain(
		'list(list-item: Item, list-item: Two), quote(paragraph: Quoted, paragraph: New <em>text</em>)'
	);
} );

test( 'nothing is overwritten unasked in a block that was changed', async () => {
	const post = await openPost( POST );
	const target = post.remember( post.at( 0 ) );
	await post.actions.updateBlockAttributes( post.at( 0 ), {
		content: 'Rewritten',
	} );
	const before = post.outline();
	const plan = post.plan( 'replace', target, PARAGRAPH );
	expect( plan.doubt ).toBe( 'changed' );
	expect( post.outline() ).toBe( before );
	if ( plan.doubt ) {
		plan.anyway?.();
	}
	expect( post.outline() ).toMatch( /^paragraph: New <em>text<\/em>, list/ );
} );

test( 'what is selected no more cannot be replaced, only added to', async () => {
	const post = await openSelection();
	await post.actions.updateBlockAttributes( post.at( 0 ), {
		content: 'Rewritten',
	} );
	expect( post.plan( 'replace', post.target, PARAGRAPH ) ).toMatchObject( {
		doubt: 'changed',
		anyway: null,
		insert: expect.any( Function ),
	} );
} );

test( 'a change that was undone is none', async () => {
	const post = await openPost( POST );
	const target = post.remember( post.at( 0 ) );
	for ( const content of [ 'Other', 'One <strong>two</strong> three' ] ) {
		await post.actions.updateBlockAttributes( post.at( 0 ), { content } );
	}
	expect( post.plan( 'replace', target, PARAGRAPH ).doubt ).toBeNull();
} );

test( 'a block that was moved is replaced where it is', async () => {
	const post = await openPost( POST );
	const target = post.remember( post.at( 0 ) );
	await post.actions.moveBlockToPosition( target.clientId, '', '', 2 );
	post.edit( 'replace', target, PARAGRAPH );
	expect( post.outline() ).toMatch( /, paragraph: New <em>text<\/em>$/ );
} );

test( 'a text that is the same in another kind of block has not changed', async () => {
	const post = await openPost( POST );
	const target = post.remember( post.at( 0 ) );
	await post.actions.updateBlockAttributes( post.at( 0 ), {
		align: 'center',
	} );
	expect( post.plan( 'replace', target, PARAGRAPH ).doubt ).toBeNull();
} );

test( 'blocks that were written before it have not moved a block', async () => {
	const post = await openPost( POST );
	const target = post.remember( post.at( 1 ) );
	await post.actions.insertBlocks( toBlocks( ARTICLE ), 0, '', false );
	expect( post.plan( 'replace', target, PARAGRAPH ).doubt ).toBeNull();
} );

test( 'where the block is gone, the text can go to where it was', async () => {
	const post = await openPost( POST );
	const target = post.remember( post.at( 1, 0 ) );
	await post.actions.removeBlock( post.at( 1 ) );
	const plan = post.plan( 'replace', target, ARTICLE );
	expect( plan ).toMatchObject( { doubt: 'gone', anyway: null } );
	if ( plan.doubt ) {
		plan.insert?.();
	}
	expect( post.outline() ).toMatch(
		/three, heading: Head, paragraph: New, table, quote/
	);
} );

const lockedParagraph = ( lock: string ) =>
	`<!-- wp:paragraph {"lock":${ lock }} --><p>Locked</p><!-- /wp:paragraph -->`;

test( 'of a block that may not be removed, the text is replaced', async () => {
	const post = await openPost( lockedParagraph( '{"remove":true}' ) );
	expect( readUses( post.editor, post.at( 0 ) ) ).toMatchObject( {
		canInsert: true,
		canReplace: true,
		canAppend: true,
	} );
	post.edit( 'replace', post.remember( post.at( 0 ) ), PARAGRAPH );
	expect( post.outline() ).toBe( 'paragraph: New <em>text</em>' );
	expect(
		post.plan( 'replace', post.remember( post.at( 0 ) ), '<h2>A</h2><hr>' )
	).toMatchObject( { doubt: 'unfit', anyway: null } );
} );

test( 'a block that may not be edited is left alone', async () => {
	const post = await openPost( lockedParagraph( '{"edit":true}' ) );
	expect( readUses( post.editor, post.at( 0 ) ) ).toMatchObject( {
		canInsert: true,
		canReplace: false,
		canAppend: false,
	} );
} );

test( 'in a locked template no block comes or goes, and texts are written', async () => {
	const post = await openPost( POST, { templateLock: 'all' } );
	expect( readUses( post.editor, post.at( 0 ) ) ).toMatchObject( {
		canInsert: false,
		canReplace: true,
		canAppend: true,
	} );
	expect(
		post.plan( 'insert', post.remember( post.at( 0 ) ), PARAGRAPH )
	).toEqual( { doubt: 'unfit', anyway: null, insert: null } );
} );

const LINE = '<p>New</p>';

test.each( [
	[
		'a heading of its level',
		'<!-- wp:heading {"level":4} --><h4 class="wp-block-heading">Old</h4><!-- /wp:heading -->',
	],
	[
		'a paragraph with its looks',
		'<!-- wp:paragraph {"align":"right","className":"lead","anchor":"rain"} --><p class="has-text-align-right lead" id="rain">Old</p><!-- /wp:paragraph -->',
	],
	[
		'a verse',
		'<!-- wp:verse --><pre class="wp-block-verse">Old</pre><!-- /wp:verse -->',
	],
	[
		'a pullquote and its source',
		'<!-- wp:pullquote --><figure class="wp-block-pullquote"><blockquote><p>Old</p><cite>Ann</cite></blockquote></figure><!-- /wp:pullquote -->',
	],
	[
		'a summary and what it hides',
		'<!-- wp:details --><details class="wp-block-details"><summary>Old</summary><!-- wp:paragraph --><p>Hidden</p><!-- /wp:paragraph --></details><!-- /wp:details -->',
	],
] )( 'a line goes into %s', async ( _name, markup ) => {
	const post = await openPost( markup );
	const before = post.markup();
	post.edit( 'replace', post.remember( post.at( 0 ) ), LINE );
	post.expectOneStep();
	expect( post.markup() ).toBe( before.replace( 'Old', 'New' ) );
} );

test( 'the text that has the caret is the one that is replaced', async () => {
	const post = await openPost(
		'<!-- wp:pullquote --><figure class="wp-block-pullquote"><blockquote><p>Quoted</p><cite>Old</cite></blockquote></figure><!-- /wp:pullquote -->'
	);
	await post.actions.selectionChange( post.at( 0 ), 'citation', 1, 1 );
	post.edit( 'replace', post.remember( post.at( 0 ) ), LINE );
	expect( post.markup() ).toContain( '<p>Quoted</p><cite>New</cite>' );
} );

test( 'a table, whose cells are not to be had, is left alone', async () => {
	const post = await openPost(
		'<!-- wp:table --><figure class="wp-block-table"><table class="has-fixed-layout"><tbody><tr><td>Old</td></tr></tbody></table></figure><!-- /wp:table -->'
	);
	expect( readUses( post.editor, post.at( 0 ) ) ).toMatchObject( {
		canInsert: true,
		canReplace: false,
		canAppend: false,
	} );
} );

test.each( [
	[
		'a list',
		1,
		'<ul><li>A</li><li>B</li></ul>',
		'list(list-item: A, list-item: B)',
	],
	[ 'a list', 1, '<p>A</p><p>B</p>', 'list(list-item: A, list-item: B)' ],
	[ 'a quote', 2, '<p>A</p><p>B</p>', 'quote(paragraph: A, paragraph: B)' ],
	[
		'a quote',
		2,
		'<blockquote><p>A</p></blockquote>',
		'quote(paragraph: A)',
	],
] as const )( '%s stays one (%#)', async ( _name, at, html, outline ) => {
	const post = await openPost( POST );
	const clientId = post.at( at );
	post.edit( 'replace', post.remember( clientId ), html );
	post.expectOneStep();
	expect( post.at( at ) ).toBe( clientId );
	expect( post.outline() ).toContain( outline );
} );

test( 'an item keeps what is nested in it', async () => {
	const post = await openPost(
		'<!-- wp:list --><ul class="wp-block-list"><!-- wp:list-item --><li>Old<!-- wp:list --><ul class="wp-block-list"><!-- wp:list-item --><li>Deep</li><!-- /wp:list-item --></ul><!-- /wp:list --></li><!-- /wp:list-item --></ul><!-- /wp:list -->'
	);
	post.edit( 'replace', post.remember( post.at( 0, 0 ) ), LINE );
	expect( post.outline() ).toBe(
		'list(list-item(list(list-item: Deep)): New)'
	);
} );

test( 'of several blocks, the first of its kind keeps its looks', async () => {
	const post = await openPost(
		'<!-- wp:paragraph {"align":"center"} --><p class="has-text-align-center">Old</p><!-- /wp:paragraph -->'
	);
	const clientId = post.at( 0 );
	post.edit( 'replace', post.remember( clientId ), ARTICLE );
	post.expectOneStep();
	expect( post.outline() ).toBe( 'heading: Head, paragraph: New, table' );
	expect( post.at( 1 ) ).toBe( clientId );
	expect( post.markup() ).toContain(
		'<p class="has-text-align-center">New</p>'
	);
} );

test( 'all that is selected is replaced as the block is', async () => {
	const post = await openPost(
		'<!-- wp:paragraph {"align":"center"} --><p class="has-text-align-center">Old</p><!-- /wp:paragraph -->'
	);
	await post.actions.selectionChange( post.at( 0 ), 'content', 0, 3 );
	post.edit( 'replace', post.remember( post.at( 0 ) ), ARTICLE );
	expect( post.markup() ).toContain(
		'<p class="has-text-align-center">New</p>'
	);
} );

test( 'Append adds items to the list of an item', async () => {
	const post = await openPost( POST );
	post.edit(
		'append',
		post.remember( post.at( 1, 0 ) ),
		'<ul><li>Two</li></ul>'
	);
	expect( post.outline() ).toContain(
		'list(list-item: Item, list-item: Two), quote'
	);
} );

test( 'a line fills a heading that is empty', async () => {
	const post = await openPost(
		'<!-- wp:heading {"level":3} --><h3 class="wp-block-heading"></h3><!-- /wp:heading -->'
	);
	post.edit( 'insert', post.remember( post.at( 0 ) ), LINE );
	expect( post.outline() ).toBe( 'heading: New' );
} );

test( 'a bound text is not written where its source does not take it', async () => {
	const post = await openPost(
		'<!-- wp:paragraph {"metadata":{"bindings":{"content":{"source":"core/post-meta","args":{"key":"x"}}}}} --><p>Fallback</p><!-- /wp:paragraph -->'
	);
	expect( readUses( post.editor, post.at( 0 ) ) ).toMatchObject( {
		canInsert: true,
		canReplace: false,
		canAppend: false,
	} );
} );
