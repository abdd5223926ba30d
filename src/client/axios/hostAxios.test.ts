import axios from 'axios';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { wireSnapshot } from '../../protocol/wireSnapshot.fixture.ts';
import { serve } from './scriptedServer.ts';

/**
 * Field row E3: a page has one axios for everybody, and hosts change it. None
 * of it is ours: neither what was changed before our module was loaded nor after.
 */

const shared = { ...axios.defaults, headers: { ...axios.defaults.headers } };
const transitional = { ...axios.defaults.transitional };

afterEach( () => {
	axios.interceptors.request.clear();
	axios.interceptors.response.clear();
	Object.assign( axios.defaults.transitional ?? {}, transitional );
	for ( const name of Object.keys( axios.defaults ) ) {
		Reflect.deleteProperty( axios.defaults, name );
	}
	Object.assign( axios.defaults, shared, {
		headers: { ...shared.headers, common: { ...shared.headers.common } },
	} );
} );

const hosts: readonly ( readonly [ string, () => void ] )[] = [
	[
		'a response interceptor that unwraps',
		() => axios.interceptors.response.use( ( response ) => response.data ),
	],
	[
		'a response interceptor that refuses everything',
		() => axios.interceptors.response.use( () => Promise.reject( 'no' ) ),
	],
	[
		'a request interceptor that sends it elsewhere',
		() =>
			axios.interceptors.request.use( ( config ) => ( {
				...config,
				url: 'http://127.0.0.1:1/',
			} ) ),
	],
	[
		'a request interceptor that throws',
		() =>
			axios.interceptors.request.use( () => {
				throw new Error( 'No token.' );
			} ),
	],
	[ 'baseURL', () => ( axios.defaults.baseURL = 'http://127.0.0.1:1/api' ) ],
	[
		'headers',
		() => {
			axios.defaults.headers.common[ 'Authorization' ] = 'Bearer host';
			axios.defaults.headers.post[ 'Content-Type' ] = 'text/plain';
			axios.defaults.headers.common[ 'X-Requested-With' ] = 'Host';
		},
	],
	[
		'auth',
		() => ( axios.defaults.auth = { username: 'host', password: 'x' } ),
	],
	[
		'transformRequest',
		() => ( axios.defaults.transformRequest = () => 'host=1' ),
	],
	[
		'transformResponse',
		() => ( axios.defaults.transformResponse = () => ( { data: null } ) ),
	],
	[
		'adapter',
		() => ( axios.defaults.adapter = () => Promise.reject( 'mocked' ) ),
	],
	[
		'params and their serializer',
		() => {
			axios.defaults.params = { host: 1 };
			axios.defaults.paramsSerializer = { serialize: () => 'host=1' };
		},
	],
	[ 'validateStatus', () => ( axios.defaults.validateStatus = () => false ) ],
	[ 'timeout', () => ( axios.defaults.timeout = 1 ) ],
	[ 'responseType', () => ( axios.defaults.responseType = 'arraybuffer' ) ],
	[ 'maxBodyLength', () => ( axios.defaults.maxBodyLength = 1 ) ],
	[ 'maxContentLength', () => ( axios.defaults.maxContentLength = 1 ) ],
	[
		'credentials and the XSRF header',
		() => {
			axios.defaults.withCredentials = true;
			axios.defaults.withXSRFToken = true;
		},
	],
	[
		'transitional',
		() =>
			Object.assign( axios.defaults.transitional ?? {}, {
				clarifyTimeoutError: false,
				silentJSONParsing: false,
			} ),
	],
];

const snapshot = wireSnapshot( { status: 'pending', attempt: 0 } );
const options = { signal: new AbortController().signal, timeoutMs: 5_000 };
const start = {
	type: 'content',
	input: { prompt: 'Rain' },
	idempotencyKey: 'key',
};

/** All that a job needs, from its start to its end, and what the site was sent. */
async function followJob( meddle: () => void, isEarly: boolean ) {
	if ( isEarly ) {
		vi.resetModules();
		meddle();
	}
	const { createAjaxTransport, createRestTransport } =
		await import( './index.ts' );
	const { origin, received } = await serve(
		{ status: 201, body: snapshot },
		{ body: [ snapshot ] },
		{ body: snapshot },
		{
			status: 201,
			body: {
				attachment_id: 12,
				url: 'https://example.org/a.png',
				width: 1,
				height: 1,
				mime_type: 'image/png',
				alt: '',
				title: '',
				caption: '',
				description: '',
			},
		},
		{
			status: 403,
			body: { code: 'rest_cookie_invalid_nonce', message: 'Stale.' },
		},
		{ body: '0123456789' },
		{ body: { types: {}, settings_url: null } },
		{ body: { success: true, data: { job_id: 'job_1' } } },
		{ silent: true }
	);
	const rest = createRestTransport( {
		root: `${ origin }/wp-json/`,
		nonce: 'n1',
		nonceUrl: `${ origin }/wp-admin/admin-ajax.php?action=rest-nonce`,
	} );
	const ajax = createAjaxTransport( {
		ajaxUrl: `${ origin }/wp-admin/admin-ajax.php`,
		nonce: 'n1',
	} );
	if ( ! isEarly ) {
		meddle();
	}
	const answers = [
		await rest.start( start, options ),
		await rest.check( [ 'a' ], options ),
		await rest.acknowledge?.( 'a', options ),
		await rest.importImage?.( 'a', 0, { alt: 'Rain' }, options ),
		await rest.capabilities?.( options ),
		( await ajax.start( start, options ) ).id,
	];
	const late = await rest
		.check( [ 'a' ], { ...options, timeoutMs: 50 } )
		.catch( ( error: unknown ) => error );
	return {
		answers,
		late,
		sent: received.map( ( { method, url, body, headers } ) => ( {
			method,
			url,
			body,
			headers: Object.entries( headers )
				.filter( ( [ name ] ) => name !== 'host' )
				.sort(),
		} ) ),
	};
}

let untouched: ReturnType< typeof followJob > | undefined;
const followUntouched = () => ( untouched ??= followJob( () => {}, false ) );

describe.each( [ 'before', 'after' ] )(
	'changed %s ours was made',
	( when ) => {
		test.each( hosts )(
			'the host’s %s reaches no request',
			async ( _, meddle ) => {
				const plain = await followUntouched();
				const { sent, answers, late } = await followJob(
					meddle,
					when === 'before'
				);
				expect( sent ).toEqual( plain.sent );
				expect( answers ).toEqual( plain.answers );
				expect( late ).toMatchObject( { code: 'timeout' } );
			}
		);
	}
);

test( 'what is sent is what the wire asks for', async () => {
	const [ first ] = ( await followUntouched() ).sent;
	expect( first?.body ).toBe(
		JSON.stringify( {
			type: 'content',
			input: { prompt: 'Rain' },
			idempotency_key: 'key',
		} )
	);
	expect( Object.fromEntries( first?.headers ?? [] ) ).toMatchObject( {
		'content-type': 'application/json',
		'idempotency-key': 'key',
		'x-wp-nonce': 'n1',
	} );
} );
