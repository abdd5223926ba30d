import type { AiJobClient } from '../client/index.ts';
import { registerButtons, type EditorAiOptions } from './registerButtons.tsx';

/**
 * As {@link registerEditorAi}, with a client of one's own: another backend,
 * another carrier, another polling policy.
 *
 * @param client  Starts and follows the jobs. One that cannot list a post's jobs picks none up.
 * @param options Which blocks have a button.
 * @return Takes it all away again.
 * @example
 * registerEditorAiClient(
 *   createAiJobClient( { transport: createAjaxTransport( { ajaxUrl, nonce } ) } )
 * );
 */
export function registerEditorAiClient(
	client: AiJobClient,
	options?: EditorAiOptions
): () => void {
	return registerButtons(
		{
			async hasJobs( postId, signal ) {
				const jobs = await client.list( postId, { signal } );
				return jobs.length > 0;
			},
			async load( popoverSwitch ) {
				const { EditorAi } = await import( './EditorAi.tsx' );
				return () => (
					<EditorAi
						client={ client }
						popoverSwitch={ popoverSwitch }
					/>
				);
			},
		},
		options
	);
}
