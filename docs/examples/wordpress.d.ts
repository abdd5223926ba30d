// What the examples use of WordPress that comes without types.
declare module '@wordpress/block-editor' {
	import type { ComponentType, ReactNode } from 'react';

	export const RichText: ComponentType< {
		tagName: string;
		value: string;
		onChange: ( value: string ) => void;
	} >;
	export const BlockList: ComponentType;
	export const BlockTools: ComponentType< { children: ReactNode } >;
	export const BlockToolbar: ComponentType< { hideDragHandle?: boolean } >;
	export function useBlockProps(): Record< string, unknown >;
}

interface Window {
	wpApiSettings: { root: string; nonce: string };
}
