import type { HttpHandler } from 'msw';
import { createAjaxHandlers } from './ajaxHandlers.ts';
import {
	createJobBackend,
	type JobBackend,
	type JobBackendOptions,
} from './backend.ts';
import { createNetworkHandlers } from './network.ts';
import { createRestHandlers } from './restHandlers.ts';

interface Site {
	/** The site's REST root, ending in a slash. Default: of any site. */
	readonly root?: string;
	/** Default: of any site. */
	readonly ajaxUrl?: string;
}

/** A backend that the test keeps to look at, or what one is made of. */
export type JobHandlersOptions = Site &
	( { readonly backend: JobBackend } | JobBackendOptions );

/**
 * MSW handlers for both carriers over one backend, for msw 2 and 3.
 *
 * @param options The backend, or what it plays; and where the site is.
 * @example
 * // Nothing but a scenario:
 * const worker = setupWorker( ...createJobHandlers( { scenario: 'slow' } ) );
 * // A backend to ask afterwards:
 * const jobs = createJobBackend();
 * const server = setupServer( ...createJobHandlers( { backend: jobs } ) );
 */
export function createJobHandlers( {
	root = '*/wp-json/',
	ajaxUrl = '*/wp-admin/admin-ajax.php',
	...options
}: JobHandlersOptions = {} ): HttpHandler[] {
	const backend =
		'backend' in options ? options.backend : createJobBackend( options );
	return [
		...createNetworkHandlers(
			[ `${ root }wp-ai-jobs/v1/*`, ajaxUrl ],
			() => backend.network
		),
		...createRestHandlers( root, backend ),
		...createAjaxHandlers( ajaxUrl, backend ),
	];
}
