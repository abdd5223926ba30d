import {
	BlockEditorProvider,
	BlockList,
	BlockToolbar,
	BlockTools,
	ObserveTyping,
	RichText,
	useBlockProps,
	WritingFlow,
} from '@wordpress/block-editor';
import { registerCoreBlocks } from '@wordpress/block-library';
import { getBlockTypes, parse, type Block } from '@wordpress/blocks';
import { SlotFillProvider, SnackbarList } from '@wordpress/components';
import {
	createReduxStore,
	register,
	useDispatch,
	useSelect,
} from '@wordpress/data';
import { addFilter } from '@wordpress/hooks';
import { store as noticesStore } from '@wordpress/notices';
import { PluginArea } from '@wordpress/plugins';
import { useState } from 'react';
import '@wordpress/block-editor/build-style/style.css';
import '@wordpress/block-editor/build-style/content.css';
import '@wordpress/block-library/build-style/editor.css';
import '@wordpress/block-library/build-style/style.css';

/** What our buttons ask of the post editor, which is no block editor's part. */
register(
	createReduxStore( 'core/editor', {
		reducer: () => ( {} ),
		selectors: {
			getCurrentPostId: () => 7,
			getEditedPostAttribute: () => 'Weather',
		},
	} )
);

interface ParagraphProps {
	readonly attributes: { readonly content: string };
	readonly setAttributes: ( changed: { content: string } ) => void;
}

/** Instead of core's, whose package is behind the block editor's and asks it for what it has not. */
function Paragraph( { attributes, setAttributes }: ParagraphProps ) {
	return (
		<RichText
			{ ...useBlockProps() }
			identifier="content"
			tagName="p"
			value={ attributes.content }
			onChange={ ( content ) => setAttributes( { content } ) }
		/>
	);
}

addFilter(
	'blocks.registerBlockType',
	'story/paragraph',
	( settings: object, name: string ) =>
		name === 'core/paragraph' ? { ...settings, edit: Paragraph } : settings
);

function Notices() {
	const notices = useSelect(
		( select ) => select( noticesStore ).getNotices(),
		[]
	);
	const { removeNotice } = useDispatch( noticesStore );
	return (
		<SnackbarList
			className="story-block-editor__notices"
			notices={ notices.filter( ( { type } ) => type === 'snackbar' ) }
			onRemove={ ( id ) => void removeNotice( id ) }
		/>
	);
}

interface BlockEditorProps {
	/** The post, in blocks. */
	readonly markup: string;
}

/**
 * A block editor of core's own packages as small as one can be.
 *
 * @param props The post.
 */
export function BlockEditor( { markup }: BlockEditorProps ) {
	const [ blocks, setBlocks ] = useState< readonly Block[] >( () => {
		if ( getBlockTypes().length === 0 ) {
			registerCoreBlocks();
		}
		return parse( markup );
	} );
	return (
		<SlotFillProvider>
			<BlockEditorProvider
				value={ blocks }
				onInput={ setBlocks }
				onChange={ setBlocks }
				settings={ { hasFixedToolbar: true } }
			>
				<main className="story-block-editor">
					<div className="story-block-editor__toolbar">
						<BlockToolbar hideDragHandle />
					</div>
					<BlockTools>
						<div className="story-block-editor__post editor-styles-wrapper">
							<WritingFlow>
								<ObserveTyping>
									<BlockList />
								</ObserveTyping>
							</WritingFlow>
						</div>
					</BlockTools>
				</main>
				<PluginArea />
				<Notices />
			</BlockEditorProvider>
		</SlotFillProvider>
	);
}
