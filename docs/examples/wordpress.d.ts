// What the examples use of WordPress that comes without types.
declare module '@wordpress/block-editor' {
	import type { ComponentType } from 'react';

	export const RichText: ComponentType< {
		identifier?: string;
		tagName: string;
		value: string;
		onChange: ( value: string ) => void;
	} > & {
		readonly Content: ComponentType< { tagName: string; value: string } >;
	};
	export const useBlockProps: {
		(): Record< string, unknown >;
		save: () => Record< string, unknown >;
	};
}

interface Window {
	wpApiSettings: { root: string; nonce: string };
}
