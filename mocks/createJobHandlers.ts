import type { HttpHandler } from 'msw';
import { createAjaxHandlers } from './ajaxHandlers.ts';
import { createJobBackend, type JobBackend } from './backend.ts';
import { createRestHandlers } from './restHandlers.ts';

export interface JobHandlersOptions {
	/** Default: a backend of its own in which every job succeeds after 4 s. */
	readonly backend?: JobBackend;
	/** The site's REST root. Default: of any site. */
	readonly root?: string;
	/** Default: of any site. */
	readonly ajaxUrl?: string;
}

/**
 * MSW handlers for both carriers over one backend, for msw 2 and 3.
 *
 * @param options The backend, and where the site is.
 * @example
 * const backend = createJobBackend( { clock: createManualClock() } );
 * const server = setupServer( ...createJobHandlers( { backend } ) );
 */
export function createJobHandlers( {
	backend = createJobBackend(),
	root = '*/wp-json/',
	ajaxUrl = '*/wp-admin/admin-ajax.php',
}: JobHandlersOptions = {} ): HttpHandler[] {
	return [
		...createRestHandlers( root, backend ),
		...createAjaxHandlers( ajaxUrl, backend ),
	];
}
