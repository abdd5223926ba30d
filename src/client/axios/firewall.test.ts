import { expect, test } from 'vitest';
import { wireSnapshot } from '../../protocol/wireSnapshot.fixture.ts';
import { createAiJobClient } from '../createAiJobClient.ts';
import { createFakeEnvironment } from '../fakeEnvironment.ts';
import { createAjaxTransport } from './ajaxTransport.ts';
import { createRestTransport } from './restTransport.ts';
import { serve, type ScriptedAnswer } from './scriptedServer.ts';

/**
 * Field row A11: what answers in the site's place is told as that. A refusal is
 * not repeated, since it is none that passes, and no job has failed for it.
 */

const page = ( title: string, status: number ): ScriptedAnswer => ( {
	status,
	body: `<!DOCTYPE html><html><head><title>${ title }</title></head><body>…</body></html>`,
} );

const json = { 'Content-Type': 'application/json; charset=UTF-8' };
const half = JSON.stringify( wireSnapshot() ).slice( 0, 80 );

const blocked: readonly ( readonly [ string, ScriptedAnswer, string ] )[] = [
	[
		'Cloudflare',
		page( 'Attention Required! | Cloudflare', 403 ),
		'status 403, “Attention Required! | Cloudflare”',
	],
	[ 'ModSecurity', page( 'Not Acceptable!', 406 ), 'Not Acceptable!' ],
	[ 'a method that is not allowed', page( '405 Not Allowed', 405 ), '405' ],
	[ 'a web server that asks for a password', page( '401', 401 ), '401' ],
	[ 'a body that a proxy takes for too large', page( '413', 413 ), '413' ],
	[ 'an address that no web server passes on', page( '404', 404 ), '404' ],
	[ 'a captcha with status 200', page( 'Just a moment…', 200 ), 'a moment' ],
	[ 'a login page with status 200', page( 'Log In', 200 ), 'Log In' ],
	[
		'a gateway’s own JSON',
		{ status: 403, body: { message: 'Forbidden' } },
		'status 403',
	],
	[
		'a few words',
		{ status: 403, headers: { 'Content-Type': 'text/plain' }, body: 'No.' },
		'status 403',
	],
];

/** What helps by itself, or may: asked again. */
const passing: readonly ( readonly [ string, ScriptedAnswer, string ] )[] = [
	[ 'a gateway’s page', page( '502 Bad Gateway', 502 ), 'server' ],
	[ 'a maintenance page', page( 'Maintenance', 503 ), 'server' ],
	[ 'a page about too many requests', page( '429', 429 ), 'rate_limited' ],
	[ 'a proxy that waited in vain', page( '408', 408 ), 'timeout' ],
	[ 'JSON that is cut off', { headers: json, body: half }, 'protocol' ],
	[
		'a warning of PHP’s before the JSON',
		{ body: '<br />\n<b>Warning</b>: Undefined index in x.php\n{}' },
		'protocol',
	],
	[
		'text of another type',
		{ headers: { 'Content-Type': 'text/plain' }, body: 'OK' },
		'protocol',
	],
	[ 'nothing', { body: '' }, 'protocol' ],
];

async function openSite( ...answers: ScriptedAnswer[] ) {
	const { origin, received } = await serve( ...answers );
	const environment = createFakeEnvironment();
	const connect = ( transport: ReturnType< typeof createRestTransport > ) =>
		createAiJobClient( {
			transport,
			environment: {
				...environment,
				setTimer( callback ) {
					const timer = setImmediate( callback );
					return () => clearImmediate( timer );
				},
			},
		} );
	return {
		received,
		rest: connect(
			createRestTransport( { root: `${ origin }/wp-json/`, nonce: 'n' } )
		),
		ajax: connect(
			createAjaxTransport( { ajaxUrl: `${ origin }/ajax`, nonce: 'n' } )
		),
	};
}

test.each( blocked )(
	'%s: a start is told what it is, once',
	async ( _name, answer, what ) => {
		for ( const carrier of [ 'rest', 'ajax' ] as const ) {
			const { received, ...site } = await openSite( answer );
			await expect(
				site[ carrier ].start( 'content', { prompt: 'DROP TABLE' } )
			).rejects.toMatchObject( {
				code:
					carrier === 'ajax' && answer.status === 401
						? 'not_logged_in'
						: 'blocked',
				retryable: false,
			} );
			expect( received ).toHaveLength( 1 );
		}
		const { rest } = await openSite( answer );
		await expect(
			rest.start( 'content', { prompt: 'DROP TABLE' } )
		).rejects.toThrow( what );
	}
);

test.each( passing )(
	'%s: a start is sent again under its key',
	async ( _name, answer, code ) => {
		const created = {
			status: 201,
			body: wireSnapshot( { status: 'pending' } ),
		};
		const { received, rest } = await openSite( answer, created );
		await rest.start( 'content', { prompt: 'Rain' } );
		expect( received ).toHaveLength( 2 );
		expect( received[ 1 ]?.headers[ 'idempotency-key' ] ).toBe(
			received[ 0 ]?.headers[ 'idempotency-key' ]
		);
		expect( received[ 1 ]?.body ).toBe( received[ 0 ]?.body );

		const again = await openSite( answer );
		await expect(
			again.rest.start( 'content', { prompt: 'Rain' } )
		).rejects.toMatchObject( { code, retryable: true } );
	}
);

test.each( [ ...blocked, ...passing ] )(
	'%s: a job goes on that a check could not see',
	async ( _name, answer ) => {
		const done = wireSnapshot( {
			status: 'completed',
			result: {
				content: 'Drip.',
				format: 'markdown',
				model: null,
				usage: null,
			},
		} );
		const { rest } = await openSite(
			{ status: 201, body: wireSnapshot( { status: 'pending' } ) },
			answer,
			answer,
			{ body: [ done ] }
		);
		const job = await rest.start( 'content', { prompt: 'Rain' } );
		const seen: string[] = [];
		for await ( const { status } of rest.watch( job ) ) {
			seen.push( status );
		}
		expect( seen ).toEqual( [ 'pending', 'completed' ] );
	}
);

test( 'an acknowledgement is said again until it comes through', async () => {
	const done = wireSnapshot( { status: 'cancelled' } );
	const { received, rest } = await openSite(
		page( 'Blocked', 403 ),
		page( 'Blocked', 403 ),
		{ body: done }
	);
	await rest.acknowledge( rest.job( 'content', 'a' ) );
	expect( received ).toHaveLength( 3 );
} );
