// What the block uses of WordPress that comes without types.
declare module '@wordpress/block-editor' {
	import type { ComponentType, ReactNode } from 'react';

	export const BlockControls: ComponentType< { children: ReactNode } >;
	export const RichText: ComponentType< {
		tagName: string;
		value: string;
		onChange: ( value: string ) => void;
	} > & {
		readonly Content: ComponentType< { tagName: string; value: string } >;
	};
	export const useBlockProps: {
		( props?: Record< string, unknown > ): Record< string, unknown >;
		save: () => Record< string, unknown >;
	};
}

declare module 'wp-ai-jobs/styles.css';

interface Window {
	haikuBlock: { root: string; nonce: string };
}
