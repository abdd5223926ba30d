import type { Answer, RestRequest } from '../backend.ts';
import { defineCases } from '../case.ts';
import {
	content,
	expectAnswer,
	expectRefusal,
	expectSnapshot,
	UNKNOWN_ID,
} from '../caller.ts';
import { Mismatch } from '../expectation.ts';

const requests: readonly RestRequest[] = [
	{ path: '/jobs', method: 'POST', body: content() },
	{ path: `/jobs?include=${ UNKNOWN_ID }` },
	{ path: '/jobs?post=1' },
	...[ 'acknowledge', 'cancel', 'run', 'retry', 'images/0' ].map(
		( action ) =>
			( {
				path: `/jobs/${ UNKNOWN_ID }/${ action }`,
				method: 'POST',
				body: {},
			} ) as const
	),
	{ path: `/jobs/${ UNKNOWN_ID }/images/0` },
	{ path: '/capabilities' },
];

/** All are refused as unknown, in the same words. */
function expectAlike( answers: readonly Answer[] ) {
	answers.forEach( ( answer ) =>
		expectRefusal( answer, 404, 'ai_job_not_found' )
	);
	const texts = [ ...new Set( answers.map( ( { text } ) => text ) ) ];
	if ( texts.length > 1 ) {
		throw new Mismatch( 'body', `${ texts[ 0 ] }`, `${ texts[ 1 ] }` );
	}
}

export const accessCases = defineCases( 'rest', 'who may ask', ( add ) => {
	for ( const request of requests ) {
		const what = `${ request.method ?? 'GET' } ${ request.path }`;
		add( `nobody: ${ what }`, 'nobody is logged in', async ( { rest } ) => {
			expectRefusal(
				await rest( request, 'nobody' ),
				401,
				'ai_job_not_logged_in'
			);
		} );
		add(
			`a subscriber: ${ what }`,
			'`edit_posts` or `edit_post` missing',
			async ( { rest } ) => {
				expectRefusal(
					await rest( request, 'subscriber' ),
					403,
					'ai_job_forbidden'
				);
			},
			'subscriber'
		);
	}

	add(
		'a stale nonce is refused in WordPress’s own words',
		"`rest_cookie_invalid_nonce` (WordPress's own)",
		async ( { rest } ) => {
			expectAnswer(
				await rest( {
					path: '/capabilities',
					headers: { 'X-WP-Nonce': '0123456789' },
				} ),
				403,
				{ code: 'rest_cookie_invalid_nonce' }
			);
		},
		'nonces'
	);

	for ( const action of [ 'acknowledge', 'cancel', 'run', 'retry' ] ) {
		add(
			`${ action }: another owner’s, an unknown and a malformed id are answered alike, to the byte`,
			"no such job, or another owner's: the same answer to the byte",
			async ( { started, act } ) => {
				const { id } = await started( content(), {
					user: 'administrator',
				} );
				expectAlike( [
					await act( id, action ),
					await act( UNKNOWN_ID, action ),
					await act( 'no-such-id', action ),
				] );
			},
			'administrator'
		);
	}

	add(
		'check: another owner’s, an unknown and a malformed id are answered alike, to the byte',
		"no such job, or another owner's: the same answer to the byte",
		async ( { started, check } ) => {
			const { id } = await started( content(), {
				user: 'administrator',
			} );
			expectAlike( [
				await check( id ),
				await check( UNKNOWN_ID ),
				await check( 'no-such-id' ),
			] );
		},
		'administrator'
	);

	add(
		'an image: another owner’s and an unknown job’s are answered alike, to the byte',
		"no such job, or another owner's: the same answer to the byte",
		async ( { completed, rest, act } ) => {
			const { id } = await completed(
				{ type: 'image', input: { prompt: 'An umbrella' } },
				{ user: 'administrator' }
			);
			expectAlike( [
				await rest( { path: `/jobs/${ id }/images/0` } ),
				await rest( { path: `/jobs/${ UNKNOWN_ID }/images/0` } ),
				await act( id, 'images/0' ),
				await act( UNKNOWN_ID, 'images/0' ),
			] );
		},
		'administrator'
	);

	add(
		'who manages the site checks, runs and acknowledges an author’s job',
		"Who may `manage_options` can check, acknowledge, run, retry and stop everybody's jobs",
		async ( { started, look, run, act } ) => {
			const { id } = await started();
			await look( id, 'administrator' );
			await run( id, 'administrator' );
			expectSnapshot( await act( id, 'acknowledge', 'administrator' ) );
		},
		'administrator'
	);

	add(
		'who manages the site stops an author’s job',
		"Who may `manage_options` can check, acknowledge, run, retry and stop everybody's jobs",
		async ( { started, act } ) => {
			const { id } = await started();
			expectSnapshot( await act( id, 'cancel', 'administrator' ), 200, {
				status: 'cancelled',
			} );
		},
		'administrator',
		'control'
	);
} );
