import { store as blockEditorStore } from '@wordpress/block-editor';
import { getBlockBindingsSource, type Block } from '@wordpress/blocks';
import type { DataRegistry } from '@wordpress/data';
import { isInPattern } from './placement.ts';

type Attributes = Readonly< Record< string, unknown > >;

/**
 * What the editor gives a block's own component. Of a bound attribute, the
 * store has only a fallback: what is shown comes from the binding's source, and
 * what is typed goes there.
 */
export interface BlockProps {
	readonly attributes: Attributes;
	readonly setAttributes: ( attributes: Attributes ) => void;
	/** With what the sources of its bindings need. */
	readonly context: Readonly< Record< string, unknown > >;
}

/** The editor's stores, and its blocks as they are drawn. */
export interface Editor {
	readonly registry: DataRegistry;
	/** The props of blocks by their ids; a block that is not drawn has none. */
	readonly blockProps: ReadonlyMap< string, BlockProps >;
}

/** Where the text of a bound attribute is kept. */
export interface Binding {
	readonly source: string;
	/** The source's name, translated. */
	readonly label: string;
	readonly canEdit: boolean;
}

interface Metadata {
	readonly bindings?: Readonly<
		Record<
			string,
			{ readonly source: string; readonly args?: unknown } | undefined
		>
	>;
}

/**
 * A block's attributes as the author sees them.
 *
 * @param editor The editor.
 * @param block  The block.
 */
export const shownAttributes = (
	{ blockProps }: Editor,
	{ clientId, attributes }: Block
): Attributes => blockProps.get( clientId )?.attributes ?? attributes;

/**
 * What an attribute is bound to.
 *
 * @param editor The editor.
 * @param block  The block.
 * @param key    The attribute.
 * @return Null where it is the block's own.
 */
export function readBinding(
	{ registry, blockProps }: Editor,
	{ clientId, attributes }: Block,
	key: string
): Binding | null {
	const { bindings = {} }: Metadata = attributes[ 'metadata' ] ?? {};
	// In a pattern, one entry stands for all attributes.
	const binding = bindings[ key ] ?? bindings[ '__default' ];
	if ( ! binding ) {
		return null;
	}
	const source = getBlockBindingsSource( binding.source );
	const props = blockProps.get( clientId );
	return {
		source: binding.source,
		label: source?.label ?? binding.source,
		canEdit:
			props !== undefined &&
			source?.setValues !== undefined &&
			source.canUserEditValue?.( {
				select: registry.select,
				context: props.context,
				args: binding.args,
			} ) === true,
	};
}

/**
 * Whether attributes can be changed: as the author could by typing.
 *
 * @param editor The editor.
 * @param block  The block.
 * @param keys   The attributes; none for those of its inner blocks.
 */
export function canWrite(
	editor: Editor,
	block: Block,
	keys: readonly string[]
): boolean {
	const { registry } = editor;
	const { clientId } = block;
	const { canEditBlock, getBlockEditingMode } =
		registry.select( blockEditorStore );
	const bindings = keys.flatMap(
		( key ) => readBinding( editor, block, key ) ?? []
	);
	return (
		canEditBlock( clientId ) &&
		getBlockEditingMode( clientId ) !== 'disabled' &&
		bindings.every( ( { canEdit } ) => canEdit ) &&
		// What else is there belongs to the pattern.
		( ! isInPattern( registry, clientId ) ||
			bindings.some(
				( { source } ) => source === 'core/pattern-overrides'
			) )
	);
}

/**
 * Writes attributes as typing would, as an undo step of its own.
 *
 * @param editor     The editor.
 * @param block      The block.
 * @param attributes What goes there.
 */
export function writeAttributes(
	editor: Editor,
	block: Block,
	attributes: Attributes
): void {
	const { updateBlock, __unstableMarkLastChangeAsPersistent: endStep } =
		editor.registry.dispatch( blockEditorStore );
	const isBound = Object.keys( attributes ).some( ( key ) =>
		readBinding( editor, block, key )
	);
	if ( isBound ) {
		// What was typed there before is another step.
		void endStep();
		editor.blockProps.get( block.clientId )?.setAttributes( attributes );
	} else {
		void updateBlock( block.clientId, { attributes } );
	}
}
