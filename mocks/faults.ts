import { delay, HttpResponse } from 'msw';
import type { JobBackend } from './backend.ts';
import type { RequestFault } from './scenario.ts';

const GATEWAY_PAGE =
	'<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head></html>';
const PLUGIN_PAGE =
	'<!DOCTYPE html><html><body>Briefly unavailable for scheduled maintenance.</body></html>';

const tooMany = ( message: string, retryAfterS: number ) =>
	HttpResponse.json(
		{
			code: 'ai_job_rate_limited',
			message,
			data: { status: 429, retryable: true, retry_after: retryAfterS },
		},
		{ status: 429, headers: { 'Retry-After': String( retryAfterS ) } }
	);

/** Answers that mean the same on both carriers. */
const answers: Readonly<
	Record<
		Exclude< RequestFault, 'lost-answer' | 'no-answer' | 'stale-nonce' >,
		() => Response
	>
> = {
	'lost-request': () => HttpResponse.error(),
	'server-error': () =>
		HttpResponse.json(
			{
				code: 'internal_server_error',
				message: 'There has been a critical error on this website.',
				data: { status: 500 },
			},
			{ status: 500 }
		),
	'html-page': () => HttpResponse.html( PLUGIN_PAGE ),
	'html-502': () => HttpResponse.html( GATEWAY_PAGE, { status: 502 } ),
	'rate-limited': () =>
		tooMany( 'Too many requests. Please wait a moment.', 2 ),
	'too-many-jobs': () =>
		tooMany(
			'You have 20 AI jobs under way. Wait until one has finished, or stop one.',
			60
		),
};

/** Lets a request through, or spoils it, as the scenario says. */
export interface FaultPlayer {
	start: ( act: () => Response | Promise< Response > ) => Promise< Response >;
	check: ( act: () => Response | Promise< Response > ) => Promise< Response >;
}

/**
 * Plays a scenario's faults, request by request.
 *
 * @param backend    Has the scenario.
 * @param staleNonce How this carrier says that a nonce is stale.
 */
export function createFaultPlayer(
	backend: JobBackend,
	staleNonce: () => Response
): FaultPlayer {
	let played = backend.scenario;
	const counts = { startFaults: 0, checkFaults: 0 };

	const player =
		( kind: keyof typeof counts ) =>
		async ( act: () => Response | Promise< Response > ) => {
			if ( played !== backend.scenario ) {
				played = backend.scenario;
				counts.startFaults = 0;
				counts.checkFaults = 0;
			}
			const fault =
				backend.scenario[ kind ]?.[ counts[ kind ]++ ] ?? null;
			switch ( fault ) {
				case null:
					return act();
				case 'lost-answer':
					await act();
					return HttpResponse.error();
				case 'no-answer':
					await delay( 'infinite' );
					return HttpResponse.error();
				case 'stale-nonce':
					return staleNonce();
				default:
					return answers[ fault ]();
			}
		};

	return { start: player( 'startFaults' ), check: player( 'checkFaults' ) };
}
