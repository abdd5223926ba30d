import type { Page, Request } from '@playwright/test';

/** A request to the plugin. Unix times, in ms. */
export interface LoggedRequest {
	readonly method: string;
	/** Behind `wp-ai-jobs/v1`, without the query. */
	readonly path: string;
	readonly startedAt: number;
	/** Undefined while it lasts. */
	readonly endedAt: number | undefined;
}

/** Something that took time. */
interface Span {
	readonly startedAt: number;
	readonly endedAt: number | undefined;
}

const ROUTES = '/wp-ai-jobs/v1';

/** Writes down which requests to the plugin a page sends, and how long they last. */
export class NetworkLog {
	readonly #entries = new Map<
		Request,
		{ -readonly [ Key in keyof LoggedRequest ]: LoggedRequest[ Key ] }
	>();

	constructor( page: Page ) {
		page.on( 'request', ( request ) => {
			const { pathname } = new URL( request.url() );
			if ( pathname.includes( ROUTES ) ) {
				this.#entries.set( request, {
					method: request.method(),
					path: pathname.slice(
						pathname.indexOf( ROUTES ) + ROUTES.length
					),
					startedAt: Date.now(),
					endedAt: undefined,
				} );
			}
		} );
		const end = ( request: Request ) => {
			const entry = this.#entries.get( request );
			if ( entry ) {
				entry.endedAt = Date.now();
			}
		};
		page.on( 'requestfinished', end );
		page.on( 'requestfailed', end );
	}

	get requests(): readonly LoggedRequest[] {
		return [ ...this.#entries.values() ];
	}

	/**
	 * The requests that last as long as a provider works.
	 *
	 * @param calls What the provider was asked.
	 */
	findHeldUp( calls: readonly Span[] ): readonly LoggedRequest[] {
		return this.requests.filter( ( request ) =>
			calls.some( ( call ) => covers( request, call ) )
		);
	}

	/** How long the longest awaited request lasted, in ms. */
	get longestMs(): number {
		return Math.max(
			...this.requests
				.filter( isAwaited )
				.map(
					( { startedAt, endedAt = Infinity } ) => endedAt - startedAt
				)
		);
	}

	/** One line a request, for a report. */
	describe(): string {
		return this.requests
			.map( ( { method, path, startedAt, endedAt } ) =>
				[
					method,
					path,
					endedAt ? `${ endedAt - startedAt } ms` : 'not ended',
				].join( ' ' )
			)
			.join( '\n' );
	}
}

/**
 * Whether somebody waits for a request. `run` is sent so that nobody does.
 *
 * @param request
 */
export function isAwaited( { path }: LoggedRequest ): boolean {
	return ! path.endsWith( '/run' );
}

function covers( outer: Span, inner: Span ): boolean {
	return (
		outer.startedAt <= inner.startedAt &&
		( outer.endedAt ?? Infinity ) >= ( inner.endedAt ?? Infinity )
	);
}
