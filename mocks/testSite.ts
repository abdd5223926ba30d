import { setupServer } from 'msw/node';
import { onTestFinished } from 'vitest';
import { createJobBackend, type JobBackendOptions } from './backend.ts';
import { createManualClock } from './clock.ts';
import { createJobHandlers } from './createJobHandlers.ts';

const JOBS = 'http://site.test/wp-json/wp-ai-jobs/v1/jobs';
const AJAX = 'http://site.test/wp-admin/admin-ajax.php';

/**
 * A site in Node that a test asks as a client would.
 *
 * @param options What the backend plays, and for whom.
 */
export function openTestSite(
	options: Omit< JobBackendOptions, 'clock' > = {}
) {
	const clock = createManualClock();
	const backend = createJobBackend( { ...options, clock } );
	const server = setupServer( ...createJobHandlers( { backend } ) );
	server.listen();
	onTestFinished( () => server.close() );

	const read = async ( response: Response ) => ( {
		status: response.status,
		body: await response.json(),
	} );
	const post = async (
		path: string,
		body: unknown = {},
		headers: HeadersInit = {}
	) =>
		read(
			await fetch( JOBS + path, {
				method: 'POST',
				body: typeof body === 'string' ? body : JSON.stringify( body ),
				headers: { 'Content-Type': 'application/json', ...headers },
			} )
		);
	const get = async ( query: string ) => read( await fetch( JOBS + query ) );
	const ajax = async ( fields: Record< string, string > ) => {
		const response = await fetch( AJAX, {
			method: 'POST',
			body: new URLSearchParams( { admin_nonce: 'n', ...fields } ),
		} );
		return {
			status: response.status,
			body: JSON.parse( await response.text() ),
		};
	};
	const start = async ( headers: HeadersInit = {} ): Promise< string > =>
		( await post( '', valid, headers ) ).body.id;
	return { clock, backend, post, get, ajax, start };
}

/** A start that is granted. */
export const valid = {
	type: 'content',
	input: { prompt: 'Rain' },
	context: { post_id: 7 },
};

/**
 * A start of images.
 *
 * @param count How many.
 * @param over  What else to ask for.
 */
export const images = ( count: number, over: object = {} ) => ( {
	type: 'image',
	input: { prompt: 'A red umbrella. In the rain.', count, ...over },
} );
