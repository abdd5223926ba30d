import {
	BlockEditorProvider,
	store as blockEditorStore,
} from '@wordpress/block-editor';
import { registerCoreBlocks } from '@wordpress/block-library';
import { parse, type Block } from '@wordpress/blocks';
import { useRegistry, type DataRegistry } from '@wordpress/data';
import { store as noticesStore } from '@wordpress/notices';
import { useState } from 'react';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { createAiJobClient, type Transport } from '../client/index.ts';
import { builtinJobTypes, parseSnapshot } from '../protocol/index.ts';
import { EditorAi } from './EditorAi.tsx';
import { createPopoverSwitch } from './popoverSwitch.ts';
import { wireSnapshot } from '../protocol/wireSnapshot.fixture.ts';

const popoverSwitch = createPopoverSwitch();

beforeAll( () => {
	registerCoreBlocks();
	// The paste handler says what it was given.
	vi.spyOn( console, 'log' ).mockImplementation( () => {} );
} );
afterEach( () => popoverSwitch.close() );

/** What is started at a block, and what it brings. */
interface Example {
	readonly kind: 'text' | 'image';
	readonly type: 'content' | 'image';
	readonly markup: string;
	readonly result: object;
}

const TEXT: Example = {
	kind: 'text',
	type: 'content',
	markup: '<!-- wp:paragraph --><p>Old text</p><!-- /wp:paragraph -->',
	result: {
		content: 'New *text*',
		format: 'markdown',
		model: null,
		usage: null,
	},
};

const IMAGE: Example = {
	kind: 'image',
	type: 'image',
	markup: '<!-- wp:image {"id":5} --><figure class="wp-block-image"><img src="https://example.org/5.png" alt="A dry street" class="wp-image-5"/></figure><!-- /wp:image -->',
	result: {
		images: [
			{
				index: 0,
				width: 3,
				height: 2,
				mime_type: 'image/gif',
				bytes: 42,
				preview_url:
					'data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==',
				revised_prompt: null,
				alt: 'Rain',
				attachment_id: null,
			},
		],
		failures: [],
		model: null,
	},
};

const snapshot = ( over: object ) =>
	parseSnapshot(
		wireSnapshot( {
			status: 'pending',
			attempt: 0,
			poll_after_ms: 1,
			...over,
		} )
	);

/** A site on which each job is pending until `finish`. */
function createSite( { type, result }: Example ) {
	let isFinished = false;
	const start = vi.fn< Transport[ 'start' ] >( async () =>
		snapshot( { type } )
	);
	const transport: Transport = {
		types: builtinJobTypes,
		repeatsStarts: false,
		start,
		check: async () => [
			isFinished
				? snapshot( { type, status: 'completed', result } )
				: snapshot( { type } ),
		],
		importImage: async ( _job, index, { alt = '' } ) => ( {
			attachmentId: 8 + index,
			url: `https://example.org/${ 8 + index }.png`,
			width: 3,
			height: 2,
			mimeType: 'image/png',
			alt,
			title: '',
			caption: '',
			description: '',
		} ),
	};
	return { transport, start, finish: () => ( isFinished = true ) };
}

async function openEditor( example: Example = TEXT ) {
	const site = createSite( example );
	const client = createAiJobClient( { transport: site.transport } );
	let stores: DataRegistry | undefined;
	function Grab() {
		stores = useRegistry();
		return null;
	}
	function Editor() {
		const [ value, setValue ] = useState< readonly Block[] >( () =>
			parse( example.markup )
		);
		return (
			<BlockEditorProvider
				value={ value }
				onChange={ setValue }
				onInput={ setValue }
			>
				<Grab />
				<EditorAi client={ client } popoverSwitch={ popoverSwitch } />
			</BlockEditorProvider>
		);
	}
	await render( <Editor /> );
	const registry = await vi.waitUntil( () => stores );
	const { getBlock, getBlockOrder } = registry.select( blockEditorStore );
	const firstBlock = () => getBlockOrder( '' )[ 0 ] ?? '';
	const clientId = firstBlock();
	popoverSwitch.open( { kind: example.kind, key: clientId } );
	return {
		...site,
		clientId,
		actions: registry.dispatch( blockEditorStore ),
		firstBlock,
		texts: () =>
			getBlockOrder( '' ).map( ( id ) =>
				String( getBlock( id )?.attributes[ 'content' ] )
			),
		/** The blocks, each with the number of its image. */
		images: () =>
			getBlockOrder( '' ).map( ( id ) => [
				getBlock( id )?.name,
				getBlock( id )?.attributes[ 'id' ],
			] ),
		notices: () => registry.select( noticesStore ).getNotices(),
	};
}

const button = ( name: string ) =>
	page.getByRole( 'button', { name, exact: true } );
const popover = page.getByRole( 'dialog', { name: 'Generate text with AI' } );

async function ask() {
	await page.getByLabelText( 'Prompt' ).fill( 'Rain' );
	await button( 'Generate now' ).click();
}

test( 'Insert puts the text into the post, closes the popover and says so', async () => {
	const editor = await openEditor();
	editor.finish();
	await ask();
	await button( 'Insert' ).click();
	await expect.element( popover ).not.toBeInTheDocument();
	expect( editor.texts() ).toEqual( [ 'Old text', 'New <em>text</em>' ] );
	expect( editor.notices() ).toEqual( [
		expect.objectContaining( {
			content: 'The text was inserted.',
			type: 'snackbar',
		} ),
	] );
} );

test( "the block's text goes along", async () => {
	const editor = await openEditor();
	await ask();
	await vi.waitFor( () =>
		expect( editor.start.mock.calls[ 0 ]?.[ 0 ] ).toMatchObject( {
			context: { selectedText: 'Old text' },
		} )
	);
} );

test( 'a text for a block that was changed meanwhile overwrites nothing until the author says so', async () => {
	const editor = await openEditor();
	await ask();
	await expect.element( button( 'Stop' ) ).toBeInTheDocument();
	await editor.actions.updateBlockAttributes( editor.clientId, {
		content: 'Changed',
	} );
	editor.finish();
	await button( 'Replace' ).click();
	const question = page.getByRole( 'dialog', {
		name: 'The block has changed',
	} );
	await expect.element( question ).toBeInTheDocument();
	await button( 'Cancel' ).click();
	await expect.element( popover ).toBeInTheDocument();
	expect( editor.texts() ).toEqual( [ 'Changed' ] );

	await button( 'Replace' ).click();
	await button( 'Insert after it' ).click();
	await expect.element( popover ).not.toBeInTheDocument();
	expect( editor.texts() ).toEqual( [ 'Changed', 'New <em>text</em>' ] );
} );

test( 'what was asked stays known while the popover is closed, and the author is told when the text is there', async () => {
	const editor = await openEditor();
	await ask();
	await expect.element( button( 'Stop' ) ).toBeInTheDocument();
	await userEvent.keyboard( '{Escape}' );
	await expect.element( popover ).not.toBeInTheDocument();
	await editor.actions.removeBlock( editor.clientId );
	editor.finish();
	const ready = await vi.waitUntil( () =>
		editor
			.notices()
			.find( ( { content } ) =>
				content.startsWith( 'Your text is ready: ' )
			)
	);

	ready.actions[ 0 ]?.onClick?.();
	await button( 'Insert' ).click();
	await button( 'Insert where it was' ).click();
	expect( editor.texts() ).toContain( 'New <em>text</em>' );
} );

test( 'a block that has another id still has its job behind its button', async () => {
	const editor = await openEditor();
	await ask();
	await expect.element( button( 'Stop' ) ).toBeInTheDocument();
	await userEvent.keyboard( '{Escape}' );
	// As the code editor and back.
	await editor.actions.resetBlocks( parse( TEXT.markup ) );
	const key = editor.firstBlock();
	expect( key ).not.toBe( editor.clientId );
	await expect
		.poll( () => popoverSwitch.spotAt( { kind: 'text', key } ).key )
		.toBe( editor.clientId );
	popoverSwitch.toggle( { kind: 'text', key } );
	await expect.element( button( 'Stop' ) ).toBeInTheDocument();
} );

const imagePopover = page.getByRole( 'dialog', {
	name: 'Generate images with AI',
} );

test( "an image's words are what the prompt starts with, and the image used takes its place", async () => {
	const editor = await openEditor( IMAGE );
	await expect
		.element( page.getByLabelText( 'Prompt' ) )
		.toHaveValue( 'A dry street' );
	editor.finish();
	await button( 'Generate images' ).click();
	await button( 'Use image' ).click();
	await expect.element( imagePopover ).not.toBeInTheDocument();
	expect( editor.images() ).toEqual( [ [ 'core/image', 8 ] ] );
	expect( editor.notices() ).toContainEqual(
		expect.objectContaining( {
			content: 'The image was inserted.',
			type: 'snackbar',
		} )
	);
} );

test( 'an image for a block that has another one meanwhile overwrites nothing until the author says so', async () => {
	const editor = await openEditor( IMAGE );
	await button( 'Generate images' ).click();
	await expect.element( button( 'Stop' ) ).toBeInTheDocument();
	await editor.actions.updateBlockAttributes( editor.clientId, {
		id: 6,
		url: 'https://example.org/6.png',
	} );
	editor.finish();
	await button( 'Use image' ).click();
	await expect
		.element(
			page.getByRole( 'dialog', { name: 'The block has changed' } )
		)
		.toBeInTheDocument();
	expect( editor.images() ).toEqual( [ [ 'core/image', 6 ] ] );
	await button( 'Insert after it' ).click();
	await expect.element( imagePopover ).not.toBeInTheDocument();
	expect( editor.images() ).toEqual( [
		[ 'core/image', 6 ],
		[ 'core/image', 8 ],
	] );
} );

test( 'the author is told of images that are ready while the popover is closed', async () => {
	const editor = await openEditor( IMAGE );
	await button( 'Generate images' ).click();
	await expect.element( button( 'Stop' ) ).toBeInTheDocument();
	await userEvent.keyboard( '{Escape}' );
	await expect.element( imagePopover ).not.toBeInTheDocument();
	editor.finish();
	const ready = await vi.waitUntil( () =>
		editor
			.notices()
			.find( ( { content } ) =>
				content.startsWith( 'Your images are ready: ' )
			)
	);
	ready.actions[ 0 ]?.onClick?.();
	await expect.element( button( 'Use image' ) ).toBeInTheDocument();
} );
