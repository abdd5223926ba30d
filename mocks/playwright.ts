/**
 * The same site for a page of Playwright's, answered in the test's own process.
 *
 * @module wp-ai-jobs/mocks/playwright
 */
import { getResponse, matchRequestUrl } from 'msw';
import {
	createJobHandlers,
	type JobHandlersOptions,
} from './createJobHandlers.ts';

/** What is asked of a `Route` of Playwright's. */
interface RoutedRequest {
	request: () => {
		url: () => string;
		method: () => string;
		allHeaders: () => Promise< Record< string, string > >;
		postDataBuffer: () => Uint8Array< ArrayBufferLike > | null;
	};
	fulfill: ( response: {
		status: number;
		headers: Record< string, string >;
		body: Buffer;
	} ) => Promise< void >;
	abort: ( errorCode: string ) => Promise< void >;
	fallback: () => Promise< void >;
}

/** What is asked of a `Page` or `BrowserContext` of Playwright's. */
interface Routable {
	route: (
		url: ( url: URL ) => boolean,
		handler: ( route: RoutedRequest ) => Promise< void >
	) => Promise< unknown >;
}

async function toRequest( route: RoutedRequest ): Promise< Request > {
	const asked = route.request();
	const body = asked.postDataBuffer();
	return new Request( asked.url(), {
		method: asked.method(),
		headers: Object.entries( await asked.allHeaders() ).filter(
			// HTTP/2's own, which `Headers` refuses.
			( [ name ] ) => ! name.startsWith( ':' )
		),
		...( body && { body: new Uint8Array( body ) } ),
	} );
}

/**
 * Answers what a page asks of the jobs, in the test's own process: no service
 * worker, and the backend is there to be asked and moved.
 *
 * @param page    A page, or a context for all of its pages.
 * @param options As of `createJobHandlers`.
 * @example
 * const clock = createManualClock();
 * const jobs = createJobBackend( { clock } );
 * await routeJobs( page, { backend: jobs } );
 * await page.goto( '/wp-admin/post-new.php' );
 */
export async function routeJobs(
	page: Routable,
	options: JobHandlersOptions = {}
): Promise< void > {
	const handlers = createJobHandlers( options );
	await page.route(
		( url ) =>
			handlers.some(
				( { info } ) =>
					typeof info.path !== 'function' &&
					matchRequestUrl( url, info.path ).matches
			),
		async ( route ) => {
			const response = await getResponse(
				handlers,
				await toRequest( route )
			);
			if ( ! response ) {
				await route.fallback();
			} else if ( response.type === 'error' ) {
				await route.abort( 'failed' );
			} else {
				await route.fulfill( {
					status: response.status,
					headers: Object.fromEntries( response.headers ),
					body: Buffer.from( await response.arrayBuffer() ),
				} );
			}
		}
	);
}
