import {
	BlockEditorProvider,
	store as blockEditorStore,
} from '@wordpress/block-editor';
import { parse, type Block } from '@wordpress/blocks';
import { useRegistry, type DataRegistry } from '@wordpress/data';
import { useState, type ComponentProps } from 'react';
import { expect, vi } from 'vitest';
import { render } from 'vitest-browser-react';
import type { EditPlan } from './blockEdit.ts';
import type { Editor } from './blockProps.ts';
import { rememberTarget } from './target.ts';

type PostSettings = NonNullable<
	ComponentProps< typeof BlockEditorProvider >[ 'settings' ]
>;

/** A block editor with a post, in which each change is either an undo step or a part of one. */
export async function openTestPost(
	html: string,
	settings: PostSettings = {}
) {
	const steps = vi.fn();
	const parts = vi.fn();
	let stores: DataRegistry | undefined;
	function Grab() {
		stores = useRegistry();
		return null;
	}
	function Post() {
		const [ value, setValue ] = useState< readonly Block[] >( () =>
			parse( html )
		);
		return (
			<BlockEditorProvider
				value={ value }
				settings={ settings }
				onChange={ ( blocks ) => {
					steps();
					setValue( blocks );
				} }
				onInput={ ( blocks ) => {
					parts();
					setValue( blocks );
				} }
			>
				<Grab />
			</BlockEditorProvider>
		);
	}
	await render( <Post /> );
	const registry = await vi.waitUntil( () => stores );
	const { getBlock, getBlockName, getBlockOrder } =
		registry.select( blockEditorStore );
	const actions = registry.dispatch( blockEditorStore );
	// What blocks say of their inner blocks when they are rendered.
	for ( const id of getBlockOrder( '' ) ) {
		await actions.updateBlockListSettings(
			id,
			getBlockName( id ) === 'core/list'
				? { allowedBlocks: [ 'core/list-item' ] }
				: {}
		);
	}

	// Without a canvas, no block is drawn.
	const editor: Editor = { registry, blockProps: new Map() };
	/** The block at a path of positions. */
	const at = ( ...path: readonly number[] ) =>
		path.reduce(
			( root, index ) => getBlockOrder( root )[ index ] ?? '',
			''
		);
	const remember = ( clientId: string ) => {
		const target = rememberTarget( editor, clientId );
		if ( ! target ) {
			throw new Error( 'No such block.' );
		}
		return target;
	};
	const blocks = () =>
		getBlockOrder( '' ).flatMap( ( id ) => getBlock( id ) ?? [] );
	return {
		registry,
		editor,
		actions,
		at,
		remember,
		blocks,
		/** Does it, where there is no doubt. */
		edit( planned: () => EditPlan ) {
			steps.mockClear();
			parts.mockClear();
			const plan = planned();
			expect( plan.doubt ).toBeNull();
			if ( plan.doubt === null ) {
				plan.edit()();
			}
		},
		expectOneStep() {
			expect( steps ).toHaveBeenCalledTimes( 1 );
			expect( parts ).not.toHaveBeenCalled();
		},
	};
}
