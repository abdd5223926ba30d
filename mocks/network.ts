import { delay, http, HttpResponse, type HttpHandler } from 'msw';

/**
 * What lies between a client and the site: `slow` takes two seconds a request,
 * `offline` lets none through, `flaky` loses every second one.
 */
export type MockNetwork = 'online' | 'slow' | 'offline' | 'flaky';

/** About what a request takes where the reception is bad. */
const SLOW_MS = 2_000;

/**
 * Stands before the other handlers, and lets through what the network does.
 *
 * @param addresses What lies behind it.
 * @param network   As it is at the time.
 */
export function createNetworkHandlers(
	addresses: readonly string[],
	network: () => MockNetwork
): HttpHandler[] {
	let requests = 0;
	return addresses.map( ( address ) =>
		http.all( address, async () => {
			switch ( network() ) {
				case 'online':
					return undefined;
				case 'slow':
					await delay( SLOW_MS );
					return undefined;
				case 'offline':
					return HttpResponse.error();
				case 'flaky':
					return requests++ % 2 === 0
						? undefined
						: HttpResponse.error();
			}
		} )
	);
}
