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
		planEdit( post.registry, kind, target, toBlocks( text ) );
	return {
		...post,
		outline,
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
	expect( post.target.selection?.text ).toBe( 'two' );
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

test( 'a block that was moved is not replaced unasked', async () => {
	const post = await openPost( POST );
	const target = post.remember( post.at( 0 ) );
	await post.actions.moveBlockToPosition( target.clientId, '', '', 2 );
	expect( post.plan( 'replace', target, PARAGRAPH ).doubt ).toBe( 'moved' );
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

test( 'a block that may not be removed is not replaced', async () => {
	const post = await openPost( lockedParagraph( '{"remove":true}' ) );
	expect( readUses( post.registry, post.at( 0 ) ) ).toMatchObject( {
		canInsert: true,
		canReplace: false,
		canAppend: true,
	} );
	expect(
		post.plan( 'replace', post.remember( post.at( 0 ) ), PARAGRAPH )
	).toMatchObject( { doubt: 'unfit', anyway: null } );
} );

test( 'in a locked template nothing is inserted or replaced', async () => {
	const post = await openPost( POST, { templateLock: 'all' } );
	expect( readUses( post.registry, post.at( 0 ) ) ).toMatchObject( {
		canInsert: false,
		canReplace: false,
		canAppend: true,
	} );
	expect(
		post.plan( 'insert', post.remember( post.at( 0 ) ), PARAGRAPH )
	).toEqual( { doubt: 'unfit', anyway: null, insert: null } );
} );
