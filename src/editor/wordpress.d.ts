/**
 * What we use of packages that come without types. All of it is public, and
 * there in WordPress 6.8 and 7.1.
 */
declare module '@wordpress/block-editor' {
	import type { Block } from '@wordpress/blocks';
	import type { ReduxStoreConfig, StoreDescriptor } from '@wordpress/data';
	import type { ComponentType, ReactNode } from 'react';

	export interface BlockSelection {
		readonly clientId?: string;
		readonly attributeKey?: string;
		readonly offset?: number;
	}

	type Get< Args extends readonly unknown[], Value > = (
		state: unknown,
		...args: Args
	) => Value;

	interface Selectors {
		/** Of a block whose inner blocks are saved elsewhere: a synced pattern, a template part. */
		areInnerBlocksControlled: Get< [ clientId: string ], boolean >;
		canEditBlock: Get< [ clientId: string ], boolean >;
		canInsertBlockType: Get<
			[ name: string, rootClientId: string ],
			boolean
		>;
		canRemoveBlock: Get< [ clientId: string ], boolean >;
		getBlock: Get< [ clientId: string ], Block | null >;
		getBlockEditingMode: Get<
			[ clientId: string ],
			'default' | 'contentOnly' | 'disabled'
		>;
		getBlockIndex: Get< [ clientId: string ], number >;
		getBlockName: Get< [ clientId: string ], string | null >;
		getBlockOrder: Get< [ rootClientId: string ], string[] >;
		getClientIdsWithDescendants: Get< [], string[] >;
		/** The outermost first, unless it is to be the last. */
		getBlockParents: Get<
			[ clientId: string, ascending?: boolean ],
			string[]
		>;
		/** Of those around a block, the ones with a name. */
		getBlockParentsByBlockName: Get<
			[ clientId: string, name: string ],
			string[]
		>;
		/** `''` for a block of the top level, null where there is no block. */
		getBlockRootClientId: Get< [ clientId: string ], string | null >;
		getBlocksByName: Get< [ name: string ], string[] >;
		getSelectedBlockClientId: Get< [], string | null >;
		getSelectionEnd: Get< [], BlockSelection >;
		getSelectionStart: Get< [], BlockSelection >;
		getSettings: Get<
			[],
			{
				readonly hasFixedToolbar?: boolean;
				readonly imageDefaultSize?: string;
			}
		>;
		isTyping: Get< [], boolean >;
	}

	interface Actions {
		/** What comes next is an undo step of its own. */
		__unstableMarkLastChangeAsPersistent: () => unknown;
		insertBlocks: (
			blocks: readonly Block[],
			index: number,
			rootClientId: string,
			updateSelection: boolean
		) => unknown;
		replaceBlocks: (
			clientIds: string | readonly string[],
			blocks: readonly Block[],
			indexToSelect: number,
			/** Where the caret goes; null: nowhere, the focus stays. */
			initialPosition: 0 | -1 | null
		) => unknown;
		moveBlockToPosition: (
			clientId: string,
			fromRootClientId: string,
			toRootClientId: string,
			index: number
		) => unknown;
		resetBlocks: ( blocks: readonly Block[] ) => unknown;
		removeBlock: ( clientId: string ) => unknown;
		selectBlock: (
			clientId: string,
			initialPosition?: 0 | -1 | null
		) => unknown;
		selectionChange: (
			clientId: string,
			attributeKey: string,
			startOffset: number,
			endOffset: number
		) => unknown;
		/** Unlike `updateBlockAttributes`, always an undo step of its own. */
		updateBlock: (
			clientId: string,
			updates: { readonly attributes: Record< string, unknown > }
		) => unknown;
		replaceInnerBlocks: (
			rootClientId: string,
			blocks: readonly Block[],
			updateSelection: boolean
		) => unknown;
		updateBlockListSettings: (
			clientId: string,
			settings: { readonly allowedBlocks?: readonly string[] }
		) => unknown;
		updateBlockAttributes: (
			clientId: string,
			attributes: Record< string, unknown >
		) => unknown;
	}

	export const store: StoreDescriptor<
		ReduxStoreConfig< unknown, Actions, Selectors >
	>;

	export const BlockEditorProvider: ComponentType< {
		value: readonly Block[];
		/** A change that is an undo step. */
		onChange: ( blocks: readonly Block[] ) => void;
		/** A change that belongs to the step before, such as the next letter. */
		onInput: ( blocks: readonly Block[] ) => void;
		settings?: {
			readonly templateLock?: 'all' | 'insert' | false;
			readonly imageDefaultSize?: string;
			readonly hasFixedToolbar?: boolean;
		};
		children?: ReactNode;
	} >;

	export const BlockList: ComponentType;
	export const BlockToolbar: ComponentType< { hideDragHandle?: boolean } >;
	export const BlockTools: ComponentType< { children: ReactNode } >;
	export const ObserveTyping: ComponentType< { children: ReactNode } >;
	export const WritingFlow: ComponentType< { children: ReactNode } >;

	export const BlockControls: ComponentType< {
		group?: 'block' | 'inline' | 'other' | 'parent';
		children: ReactNode;
	} >;

	/** For who may upload files. */
	export const MediaUploadCheck: ComponentType< { children: ReactNode } >;

	/** The block that a component is rendered in. */
	export function useBlockEditContext(): {
		readonly name: string;
		readonly clientId: string;
	};

	export interface BlockEditProps {
		readonly name: string;
		readonly clientId: string;
		readonly isSelected: boolean;
		/** Of a bound attribute, what its source has. */
		readonly attributes: Readonly< Record< string, unknown > >;
		/** What is bound goes to its source. */
		readonly setAttributes: (
			attributes: Readonly< Record< string, unknown > >
		) => void;
		readonly context: Readonly< Record< string, unknown > >;
	}
}

declare module '@wordpress/block-library' {
	export function registerCoreBlocks(): void;
}
