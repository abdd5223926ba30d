import apiFetch, { type APIFetchOptions } from '@wordpress/api-fetch';
import {
	AiJobError,
	builtinJobTypes,
	createAiJobClient,
	parseSnapshot,
	startBody,
	type AiJobErrorCode,
	type Transport,
} from 'wp-ai-jobs/client';

const JOBS = '/wp-ai-jobs/v1/jobs';

const CODES: Readonly< Record< number, AiJobErrorCode > > = {
	400: 'invalid_input',
	401: 'not_logged_in',
	403: 'forbidden',
	404: 'not_found',
	429: 'rate_limited',
};

/** apiFetch rejects with the body of the answer, or with something of its own where there was none. */
function toError( error: unknown ): AiJobError {
	const { message, data } = Object( error ) as {
		readonly message?: string;
		readonly data?: { readonly status?: number };
	};
	const status = data?.status;
	const code =
		status === undefined ? 'network' : ( CODES[ status ] ?? 'server' );
	return new AiJobError( code, message ?? 'The site could not be reached.', {
		// What passes by itself is asked again; anything else ends the wait.
		retryable: [ 'network', 'rate_limited', 'server' ].includes( code ),
		cause: error,
	} );
}

async function send< Answer >(
	options: APIFetchOptions< true > & { readonly signal: AbortSignal }
): Promise< Answer > {
	try {
		return await apiFetch< Answer >( options );
	} catch ( error ) {
		throw options.signal.aborted ? options.signal.reason : toError( error );
	}
}

/** The three things that the client cannot do without. */
export const transport: Transport = {
	types: builtinJobTypes,
	repeatsStarts: true,
	maxChecksPerRequest: 50,
	start: async ( request, { signal } ) =>
		parseSnapshot(
			await send( {
				path: JOBS,
				method: 'POST',
				headers: { 'Idempotency-Key': request.idempotencyKey },
				data: startBody( request ),
				signal,
			} )
		),
	check: async ( ids, { signal } ) => {
		const found = await send< unknown[] >( {
			path: `${ JOBS }?include=${ ids.join( ',' ) }`,
			signal,
		} );
		return found.map( ( json ) => parseSnapshot( json ) );
	},
};

export const client = createAiJobClient( { transport } );
