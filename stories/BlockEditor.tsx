import {
	BlockEditorProvider,
	BlockList,
	BlockToolbar,
	BlockTools,
	ObserveTyping,
	RichText,
	useBlockProps,
	WritingFlow,
	type BlockEditProps,
} from '@wordpress/block-editor';
import { registerCoreBlocks } from '@wordpress/block-library';
import { getBlockTypes, parse, type Block } from '@wordpress/blocks';
import {
	createSlotFill,
	Panel,
	PanelBody,
	SlotFillProvider,
	SnackbarList,
} from '@wordpress/components';
import { createHigherOrderComponent } from '@wordpress/compose';
import {
	createReduxStore,
	register,
	useDispatch,
	useSelect,
} from '@wordpress/data';
import { addFilter, removeFilter } from '@wordpress/hooks';
import { store as noticesStore } from '@wordpress/notices';
import { PluginArea } from '@wordpress/plugins';
import { useEffect, useState, type ComponentType, type ReactNode } from 'react';
import { registerEditorAiClient } from '../src/editor/index.ts';
import { storyJobs } from './storyJobs.ts';
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

/** What the editor knows our buttons by. */
export const PLUGIN = 'story';

const { Fill, Slot } = createSlotFill( 'story/settings' );

interface SettingPanelProps {
	readonly title: string;
	readonly children: ReactNode;
}

/** As the post editor draws a plugin's panel: among the post's settings. */
const PluginDocumentSettingPanel = ( {
	title,
	children,
}: SettingPanelProps ) => (
	<Fill>
		<PanelBody title={ title }>{ children }</PanelBody>
	</Fill>
);

// Our panel asks the page for it, by its name.
Object.assign( window, { wp: { editor: { PluginDocumentSettingPanel } } } );

/**
 * Tells when the filters that were added with this one are in use.
 *
 * @param onReached Is told.
 */
const withReached = ( onReached: () => void ) =>
	createHigherOrderComponent(
		( BlockEdit: ComponentType< BlockEditProps > ) =>
			function WithReached( props: BlockEditProps ) {
				useEffect( onReached, [] );
				return <BlockEdit { ...props } />;
			},
		'withReached'
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
 * A block editor of core's own packages as small as one can be, with our
 * buttons.
 *
 * @param props The post.
 */
export function BlockEditor( { markup }: BlockEditorProps ) {
	const [ { client } ] = useState( storyJobs );
	const [ isReady, setIsReady ] = useState( false );
	const { removeAllNotices } = useDispatch( noticesStore );
	// All editors of a page have one store: what the one before has told is not told here.
	useEffect( () => {
		void removeAllNotices( 'snackbar' );
	}, [ removeAllNotices ] );
	// When blocks are there: the editor looks for new filters only as long as it has some.
	useEffect( () => {
		const end = registerEditorAiClient( client, { name: PLUGIN } );
		const filter = [ 'editor.BlockEdit', 'story/reached' ] as const;
		addFilter(
			...filter,
			withReached( () => setIsReady( true ) )
		);
		return () => {
			removeFilter( ...filter );
			end();
		};
	}, [ client ] );
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
				<main className="story-block-editor" aria-busy={ ! isReady }>
					<div className="story-block-editor__toolbar">
						<BlockToolbar hideDragHandle />
					</div>
					<div className="story-block-editor__content">
						<BlockTools>
							<div className="story-block-editor__post editor-styles-wrapper">
								<WritingFlow>
									<ObserveTyping>
										<BlockList />
									</ObserveTyping>
								</WritingFlow>
							</div>
						</BlockTools>
						<Panel className="story-block-editor__settings">
							<Slot bubblesVirtually />
						</Panel>
					</div>
					<Notices />
				</main>
				<PluginArea />
			</BlockEditorProvider>
		</SlotFillProvider>
	);
}
