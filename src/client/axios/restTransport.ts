import type { AxiosRequestConfig } from 'axios';
import {
	AiJobError,
	builtinJobTypes,
	parseCapabilities,
	parseFoundJob,
	parseImportedImage,
	parseSnapshot,
	startBody,
	type JobSnapshot,
} from '../../protocol/index.ts';
import type { RequestOptions, Transport } from '../transport.ts';
import { sendForJson, sendForText } from './http.ts';
import { createNonce, notLoggedIn, type RenewNonce } from './nonce.ts';
import { answerError } from './requestError.ts';

export interface RestTransportOptions {
	/** The site's REST root, as `rest_url()` gives it; both `…/wp-json/` and `…/?rest_route=/`. */
	readonly root: string;
	/** A `wp_rest` nonce; not needed with application passwords. */
	readonly nonce?: string;
	/** Where core gives a fresh nonce: `admin-ajax.php?action=rest-nonce`. Without it a stale nonce is an error. */
	readonly nonceUrl?: string;
	/** Sent with every request, e.g. `Authorization` for an application password. */
	readonly headers?: Readonly< Record< string, string > >;
	/** Told of a status that this version does not know. Default: one warning in development. */
	readonly onUnknownStatus?: ( status: string ) => void;
}

/** How many jobs the server takes in one check. */
const MAX_CHECKS = 50;

const HEADER = 'X-WP-Nonce';

/** For a request that must arrive, also when the author closes the tab at once. */
const OUTLIVES_PAGE = {
	adapter: 'fetch',
	fetchOptions: { keepalive: true },
} as const satisfies AxiosRequestConfig;

/**
 * Carries jobs over WordPress's REST API, `wp-ai-jobs/v1`.
 *
 * @param options Where the site is, and how to log in.
 * @example
 * const transport = createRestTransport( { root: wpApiSettings.root, nonce: wpApiSettings.nonce } );
 */
export function createRestTransport( {
	root,
	nonce: firstNonce,
	nonceUrl,
	headers,
	onUnknownStatus = warnOnce(),
}: RestTransportOptions ): Transport {
	const base = `${ root.replace( /\/?$/, '/' ) }wp-ai-jobs/v1`;
	const jobs = `${ base }/jobs`;
	const at = ( id: string, action: string ) =>
		`${ jobs }/${ encodeURIComponent( id ) }/${ action }`;

	const renew: RenewNonce | undefined =
		nonceUrl === undefined
			? undefined
			: async ( signal ) => {
					const response = await sendForText(
						{ url: nonceUrl },
						{ signal, timeoutMs: 0 }
					);
					const answer = response.data.trim();
					if ( /^[0-9a-f]{10}$/.test( answer ) ) {
						return answer;
					}
					// Core answers 400 and `0` when nobody is logged in.
					throw answer === '0'
						? notLoggedIn()
						: answerError( response );
				};
	const nonce = createNonce( firstNonce, renew );

	const send = ( config: AxiosRequestConfig, options: RequestOptions ) =>
		nonce.use( async ( current ) => {
			const response = await sendForJson(
				{
					...config,
					headers: {
						...headers,
						...( current && { [ HEADER ]: current } ),
						...config.headers,
					},
				},
				options
			);
			nonce.accept( response.headers[ HEADER.toLowerCase() ] );
			if (
				response.status >= 400 ||
				typeof response.data !== 'object' ||
				response.data === null
			) {
				throw answerError( response );
			}
			return response.data;
		}, options );

	const one = async (
		config: AxiosRequestConfig,
		options: RequestOptions
	): Promise< JobSnapshot > =>
		parseSnapshot( await send( config, options ), onUnknownStatus );

	const many = async ( params: object, options: RequestOptions ) => {
		const body = await send( { url: jobs, params }, options );
		if ( ! Array.isArray( body ) ) {
			throw new AiJobError(
				'protocol',
				'The site did not answer with a list of jobs.',
				{ retryable: true }
			);
		}
		return body as readonly unknown[];
	};

	const post = (
		id: string,
		action: string,
		options: RequestOptions,
		config: AxiosRequestConfig = {}
	) =>
		one(
			{ method: 'post', url: at( id, action ), data: {}, ...config },
			options
		);

	return {
		types: builtinJobTypes,
		repeatsStarts: true,
		maxChecksPerRequest: MAX_CHECKS,
		start: async ( request, options ) =>
			one(
				{
					method: 'post',
					url: jobs,
					data: startBody( request ),
					headers: { 'Idempotency-Key': request.idempotencyKey },
				},
				options
			),
		check: async ( ids, options ) =>
			( await many( { include: ids.join( ',' ) }, options ) ).map(
				( json ) => parseSnapshot( json, onUnknownStatus )
			),
		list: async ( postId, options ) =>
			( await many( { post: postId }, options ) ).map( ( json ) =>
				parseFoundJob( json, onUnknownStatus )
			),
		cancel: ( id, options ) => post( id, 'cancel', options, OUTLIVES_PAGE ),
		retry: ( id, options ) => post( id, 'retry', options ),
		async acknowledge( id, options ) {
			await post( id, 'acknowledge', options, OUTLIVES_PAGE );
		},
		capabilities: async ( { postId, ...options } ) =>
			parseCapabilities(
				await send(
					{
						url: `${ base }/capabilities`,
						params: { post: postId },
					},
					options
				)
			),
		importImage: async ( id, index, fields, options ) =>
			parseImportedImage(
				await send(
					{
						method: 'post',
						url: at( id, `images/${ index }` ),
						data: fields,
					},
					options
				)
			),
		run( id ) {
			// Nobody waits for it: what it does shows in the next check.
			void sendForJson(
				{
					method: 'post',
					url: at( id, 'run' ),
					data: {},
					headers: { ...headers, [ HEADER ]: nonce.current() },
					...OUTLIVES_PAGE,
				},
				{ signal: new AbortController().signal, timeoutMs: 0 }
			).catch( () => {} );
		},
	};
}

function warnOnce(): ( status: string ) => void {
	const seen = new Set< string >();
	return ( status ) => {
		if (
			process.env[ 'NODE_ENV' ] !== 'production' &&
			! seen.has( status )
		) {
			seen.add( status );
			// eslint-disable-next-line no-console -- for the developer, in development alone.
			console.warn(
				`wp-ai-jobs: unknown job status "${ status }"; the job is still followed.`
			);
		}
	};
}
