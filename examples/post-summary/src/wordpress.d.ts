// What this plugin uses of a package that is too large to install for its types.
declare module '@wordpress/editor' {
	import type { ReduxStoreConfig, StoreDescriptor } from '@wordpress/data';
	import type { ComponentType, ReactNode } from 'react';

	export const store: StoreDescriptor<
		ReduxStoreConfig<
			unknown,
			{
				editPost: ( edits: {
					readonly excerpt: string;
				} ) => Promise< void >;
			},
			{
				getCurrentPostId: ( state: unknown ) => number;
				getEditedPostContent: ( state: unknown ) => string;
			}
		>
	>;
	export const PluginDocumentSettingPanel: ComponentType< {
		name: string;
		title: string;
		children: ReactNode;
	} >;
}

interface Window {
	wpApiSettings: { root: string; nonce: string };
}
