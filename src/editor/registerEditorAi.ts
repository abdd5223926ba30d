import { startedInOtherTab, tabsName } from './otherTabs.ts';
import { registerButtons, type EditorAiOptions } from './registerButtons.tsx';
import type { EditorSettings } from './settings.ts';

/**
 * Brings AI to the block editor against a site's REST routes: the buttons at
 * blocks, their popovers, and the jobs of a post that an earlier visit left.
 * All but the buttons is loaded when one of them is pressed, or the post has
 * jobs to go on with.
 *
 * Call it once, before the editor is drawn. What was registered under the same
 * name already stays, and this does nothing.
 *
 * @param settings Where the site is.
 * @param options  Which blocks have a button.
 * @return Takes it all away again.
 * @example
 * import { registerEditorAi } from 'wp-ai-jobs/editor';
 * import 'wp-ai-jobs/styles.css';
 *
 * const { root, nonce } = window.wpApiSettings;
 * registerEditorAi(
 *   { restRoot: root, nonce, nonceUrl: '/wp-admin/admin-ajax.php?action=rest-nonce' },
 *   { name: 'my-plugin', textBlocks: [ 'my-plugin/note' ], imageBlocks: [] }
 * );
 */
export function registerEditorAi(
	settings: EditorSettings,
	options?: EditorAiOptions
): () => void {
	return registerButtons(
		{
			types: settings.types,
			async hasJobs( postId, signal ) {
				const name = tabsName( settings );
				return (
					( await askSite( settings, postId, signal ) ) ||
					( name !== undefined &&
						startedInOtherTab( name, postId, signal ) )
				);
			},
			async load( popoverSwitch ) {
				const { createEditorAi } =
					await import( './createEditorAi.tsx' );
				return createEditorAi( settings, popoverSwitch );
			},
		},
		options
	);
}

/** What asks is small, since every editor has it; it does not read the jobs. */
async function askSite(
	{ restRoot, nonce }: EditorSettings,
	postId: number,
	signal: AbortSignal
): Promise< boolean > {
	const url = new URL( `${ restRoot }wp-ai-jobs/v1/jobs` );
	url.searchParams.set( 'post', String( postId ) );
	try {
		const answer = await fetch( url, {
			headers: { 'X-WP-Nonce': nonce },
			signal,
		} );
		const jobs: unknown = await answer.json();
		return Array.isArray( jobs ) && jobs.length > 0;
	} catch {
		return false;
	}
}
