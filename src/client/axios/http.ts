import { Axios, type AxiosRequestConfig, type AxiosResponse } from 'axios';
import { wellFormed } from '../../protocol/index.ts';
import type { RequestOptions } from '../transport.ts';
import { requestError } from './requestError.ts';

/**
 * Ours alone. A page has one `axios` for everybody, with interceptors,
 * transforms and defaults of the host's, which `axios.create()` copies too: only
 * an instance that is given everything reads none of them. That goes for
 * `transitional` and `adapter` as well, which axios would take from its defaults.
 */
const axios = new Axios( {
	adapter: [ 'xhr', 'http', 'fetch' ],
	headers: { Accept: 'application/json, text/plain, */*' },
	transitional: { clarifyTimeoutError: true },
	transformRequest: [
		( data: unknown, headers ) => {
			if ( data instanceof URLSearchParams ) {
				headers.setContentType( 'application/x-www-form-urlencoded' );
				return data.toString();
			}
			if ( data === undefined ) {
				return undefined;
			}
			headers.setContentType( 'application/json' );
			return JSON.stringify( data, ( _key, value: unknown ) =>
				typeof value === 'string' ? wellFormed( value ) : value
			);
		},
	],
} );

/**
 * Sends a request, and brings its answer whatever the status, as text.
 *
 * @param config  A request of axios's, with JSON or a form as its data.
 * @param options Its time limit, and what ends it.
 * @throws {AiJobError} `network` or `timeout`; or the signal's reason.
 */
export async function sendForText(
	config: AxiosRequestConfig,
	{ signal, timeoutMs }: RequestOptions
): Promise< AxiosResponse< string > > {
	try {
		return await axios.request< string >( {
			...config,
			signal,
			timeout: timeoutMs,
		} );
	} catch ( error ) {
		throw requestError( error, signal );
	}
}

/**
 * Sends a request, and reads its answer as JSON; what is none stays the text
 * that it is.
 *
 * @param config  As above.
 * @param options As above.
 */
export async function sendForJson(
	config: AxiosRequestConfig,
	options: RequestOptions
): Promise< AxiosResponse< unknown > > {
	const response = await sendForText( config, options );
	return { ...response, data: parse( response.data ) };
}

function parse( text: string ): unknown {
	try {
		return JSON.parse( text );
	} catch {
		return text;
	}
}
