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
import { parseSnapshot } from '../protocol/index.ts';
import { EditorAi } from './EditorAi.tsx';
import { popoverSwitch } from './popoverSwitch.ts';

beforeAll( () => {
	registerCoreBlocks();
	// The paste handler says what it was given.
	vi.spyOn( console, 'log' ).mockImplementation( () => {} );
} );
afterEach( () => popoverSwitch.close() );

const snapshot = ( over: object ) =>
	parseSnapshot( {
		id: 'a',
		type: 'content',
		status: 'pending',
		created_at: '2026-11-24T10:00:00Z',
		started_at: null,
		finished_at: null,
		expires_at: null,
		attempt: 0,
		progress: null,
		poll_after_ms: 1,
		server_time: '2026-11-24T10:00:00Z',
		...over,
	} );

/** A site on which each job is pending until `finish`. */
function createSite() {
	let isFinished = false;
	const start = vi.fn< Transport[ 'start' ] >( async () => snapshot( {} ) );
	const transport: Transport = {
		repeatsStarts: false,
		start,
		check: async () => [
			isFinished
				? snapshot( {
						status: 'completed',
						result: {
							content: 'New *text*',
							format: 'markdown',
							model: null,
							usage: null,
						},
					} )
				: snapshot( {} ),
		],
	};
	return { transport, start, finish: () => ( isFinished = true ) };
}

async function openEditor() {
	const site = createSite();
	const client = createAiJobClient( { transport: site.transport } );
	let stores: DataRegistry | undefined;
	function Grab() {
		stores = useRegistry();
		return null;
	}
	function Editor() {
		const [ value, setValue ] = useState< readonly Block[] >( () =>
			parse(
				'<!-- wp:paragraph --><p>Old text</p><!-- /wp:paragraph -->'
			)
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
	const clientId = getBlockOrder( '' )[ 0 ] ?? '';
	popoverSwitch.open( { kind: 'text', key: clientId } );
	return {
		...site,
		clientId,
		actions: registry.dispatch( blockEditorStore ),
		texts: () =>
			getBlockOrder( '' ).map( ( id ) =>
				String( getBlock( id )?.attributes[ 'content' ] )
			),
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
			context: { selected_text: 'Old text' },
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
			.find( ( { content } ) => content === 'Your text is ready.' )
	);

	ready.actions[ 0 ]?.onClick?.();
	await button( 'Insert' ).click();
	await button( 'Insert where it was' ).click();
	expect( editor.texts() ).toContain( 'New <em>text</em>' );
} );
