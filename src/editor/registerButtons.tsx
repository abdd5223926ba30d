import { addFilter, removeFilter } from '@wordpress/hooks';
import {
	getPlugin,
	registerPlugin,
	unregisterPlugin,
} from '@wordpress/plugins';
import { LazyEditorAi, type EditorAiSource } from './LazyEditorAi.tsx';
import { IMAGE_BLOCKS } from './picture.ts';
import { createPopoverSwitch } from './popoverSwitch.ts';
import { TEXT_BLOCKS } from './textBlocks.ts';
import { withAiButton } from './withAiButton.tsx';
import { withAiPlaceholder } from './withAiPlaceholder.tsx';
import { withFeaturedImageButton } from './withFeaturedImageButton.tsx';
import './styles.css';

/** Which places of the editor have a button. */
export interface EditorAiOptions {
	/**
	 * What the editor knows it by: lower case letters, digits and dashes. Two
	 * plugins that use different names and different blocks do not meet.
	 *
	 * @default 'wp-ai-jobs', as the plugin of that name does: where it is active, its buttons stay and these are not added.
	 */
	readonly name?: string | undefined;
	/**
	 * The blocks that are written in, by name.
	 *
	 * @default core's paragraph, heading, list, list item and quote
	 */
	readonly textBlocks?: Iterable< string > | undefined;
	/**
	 * The blocks that images are generated at, by name. Into a block that is
	 * not core's, an image is not put: it goes into a block after it.
	 *
	 * @default core's image, gallery, cover and media & text
	 */
	readonly imageBlocks?: Iterable< string > | undefined;
	/**
	 * Whether the panel of the featured image has one.
	 *
	 * @default true
	 */
	readonly featuredImage?: boolean | undefined;
}

/**
 * Adds the buttons, and what is loaded when they are pressed.
 *
 * @param source  What is loaded.
 * @param options Where the buttons are.
 * @return Takes it all away again.
 */
export function registerButtons(
	source: EditorAiSource,
	{
		name = 'wp-ai-jobs',
		textBlocks = TEXT_BLOCKS,
		imageBlocks = IMAGE_BLOCKS,
		featuredImage = true,
	}: EditorAiOptions = {}
): () => void {
	if ( getPlugin( name ) ) {
		return () => {};
	}
	const popoverSwitch = createPopoverSwitch();
	const mayStart = ( type: string ) => source.types?.includes( type ) ?? true;
	const blocks = {
		text: new Set( mayStart( 'content' ) ? textBlocks : [] ),
		image: new Set( mayStart( 'image' ) ? imageBlocks : [] ),
	};
	const filters = [
		[ 'editor.BlockEdit', withAiButton( popoverSwitch, blocks ) ],
		[
			'editor.MediaPlaceholder',
			withAiPlaceholder( popoverSwitch, blocks.image ),
		],
		...( featuredImage && mayStart( 'image' )
			? [
					[
						'editor.PostFeaturedImage',
						withFeaturedImageButton( popoverSwitch ),
					] as const,
				]
			: [] ),
	] as const;
	for ( const [ hook, filter ] of filters ) {
		addFilter( hook, name, filter );
	}
	registerPlugin( name, {
		render: () => (
			<LazyEditorAi source={ source } popoverSwitch={ popoverSwitch } />
		),
	} );
	return () => {
		unregisterPlugin( name );
		for ( const [ hook ] of filters ) {
			removeFilter( hook, name );
		}
	};
}
