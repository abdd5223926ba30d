import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as v from 'valibot';
import {
	contentResultSchema,
	parseSnapshot,
	validate,
	type JobSnapshot,
} from '../src/protocol/index.ts';
import type { Answer, Backend, RestRequest, User } from './backend.ts';

const UNKNOWN_ID = '11111111-2222-4333-8444-555555555555';

const SNAPSHOT_FIELDS = [
	'id',
	'type',
	'status',
	'created_at',
	'started_at',
	'finished_at',
	'expires_at',
	'attempt',
	'progress',
	'result',
	'error',
	'poll_after_ms',
	'needs_runner',
	'server_time',
];

const wireError = v.object( {
	code: v.string(),
	message: v.pipe( v.string(), v.minLength( 1 ) ),
	data: v.object( {
		status: v.number(),
		retryable: v.boolean(),
		field: v.optional( v.string() ),
	} ),
} );

const json = ( { text }: Answer ): unknown => JSON.parse( text );

/**
 * What every backend of `docs/wire.md` answers over REST. Written from that
 * page, not from any backend.
 *
 * @param connect Brings the backend.
 */
export function restCases( connect: () => Promise< Backend > ): void {
	let backend: Backend;
	let keys = 0;
	beforeAll( async () => {
		backend = await connect();
	}, 120_000 );
	afterAll( () => backend.close() );

	const rest = ( request: RestRequest, user: User = 'author' ) =>
		backend.rest( user, request );
	const start = (
		body: unknown,
		{ user = 'author' as User, key = `key-${ ++keys }` } = {}
	) =>
		rest(
			{
				path: '/jobs',
				method: 'POST',
				body,
				headers: { 'Idempotency-Key': key },
			},
			user
		);
	const content = ( input: object = {}, more: object = {} ) => ( {
		type: 'content',
		input: { prompt: 'A haiku about rain', ...input },
		...more,
	} );
	const act = ( id: string, action: string, user: User = 'author' ) =>
		rest(
			{ path: `/jobs/${ id }/${ action }`, method: 'POST', body: {} },
			user
		);
	const check = ( ids: string, user: User = 'author' ) =>
		rest( { path: `/jobs?include=${ ids }` }, user );

	const snapshotOf = ( answer: Answer, status = 200 ): JobSnapshot => {
		expect( answer.status, answer.text ).toBe( status );
		return parseSnapshot( json( answer ) );
	};
	const started = async ( body: unknown = content() ) =>
		snapshotOf( await start( body ), 201 );
	const completed = async ( body?: unknown ) => {
		const { id } = await started( body );
		const snapshot = snapshotOf( await act( id, 'run' ) );
		if ( snapshot.status === 'completed' ) {
			return snapshot;
		}
		const [ later ] = v.parse(
			v.array( v.unknown() ),
			json( await check( id ) )
		);
		return parseSnapshot( later );
	};
	const refusal = ( answer: Answer, status: number, code: string ) => {
		expect( answer.status, answer.text ).toBe( status );
		const body = v.parse( wireError, json( answer ) );
		expect( body ).toMatchObject( { code, data: { status } } );
		return body;
	};

	describe( 'POST /jobs', () => {
		test( 'answers 201 and a pending snapshot of every field', async () => {
			const answer = await start( content() );
			const snapshot = snapshotOf( answer, 201 );
			expect( snapshot ).toMatchObject( {
				type: 'content',
				status: 'pending',
				attempt: 0,
				startedAt: null,
				finishedAt: null,
				needsRunner: false,
			} );
			expect( snapshot.id ).toMatch(
				/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/
			);
			expect( Object.keys( Object( json( answer ) ) ).sort() ).toEqual(
				[ ...SNAPSHOT_FIELDS ].sort()
			);
			expect( json( answer ) ).toMatchObject( {
				result: null,
				error: null,
				progress: null,
			} );
			expect( snapshot.pollAfterMs ).toBeGreaterThan( 0 );
		} );

		test( 'gives a job five minutes', async () => {
			const { createdAt, expiresAt } = await started();
			expect(
				Date.parse( expiresAt ?? '' ) - Date.parse( createdAt )
			).toBe( 300_000 );
		} );

		test( 'answers the same key with 200 and the same job', async () => {
			const first = snapshotOf(
				await start( content(), { key: 'once' } ),
				201
			);
			const again = snapshotOf(
				await start( content(), { key: 'once' } ),
				200
			);
			expect( again.id ).toBe( first.id );
		} );

		test( 'keeps one owner’s keys apart from another’s', async () => {
			const mine = snapshotOf(
				await start( content(), { key: 'shared' } ),
				201
			);
			const theirs = snapshotOf(
				await start( content(), {
					key: 'shared',
					user: 'administrator',
				} ),
				201
			);
			expect( theirs.id ).not.toBe( mine.id );
		} );

		test( 'refuses another input under the same key', async () => {
			await start( content(), { key: 'reused' } );
			refusal(
				await start( content( { tone: 'casual' } ), { key: 'reused' } ),
				409,
				'ai_job_idempotency_conflict'
			);
		} );

		test( 'needs no key', async () => {
			const bare = () =>
				rest( { path: '/jobs', method: 'POST', body: content() } );
			const first = snapshotOf( await bare(), 201 );
			expect( snapshotOf( await bare(), 201 ).id ).not.toBe( first.id );
		} );

		test.each( [ 'a key', 'ä', 'x'.repeat( 65 ), 'a.b' ] )(
			'refuses the key "%s"',
			async ( key ) => {
				const encoded = key === 'ä' ? '\u00e4' : key;
				const { data } = refusal(
					await start( content(), { key: encoded } ),
					400,
					'ai_job_invalid_input'
				);
				expect( data.field ).toBe( 'idempotency_key' );
			}
		);

		test( 'takes every field of the input', async () => {
			await started(
				content(
					{
						tone: 'humorous',
						length: 'long',
						language: 'pt-BR',
						keywords: [ 'rain', 'city' ],
					},
					{
						context: {
							post_id: backend.postId,
							title: 'Rain',
							selected_text: 'It rained.',
						},
					}
				)
			);
		} );

		test( 'takes 10,000 characters, whatever they weigh', async () => {
			await started( content( { prompt: 'ä'.repeat( 10_000 ) } ) );
			await started( content( { prompt: '🌧'.repeat( 10_000 ) } ) );
		} );

		test( 'ignores fields that it does not know', async () => {
			await started( content( { colour: 'grey' }, { extra: 1 } ) );
		} );

		test.each( [
			[ 'type', { type: 'opera', input: {} } ],
			[ 'type', { input: { prompt: 'Rain' } } ],
			[ 'type', { type: 7, input: { prompt: 'Rain' } } ],
			[ 'input', { type: 'content' } ],
			[ 'input', { type: 'content', input: 'Rain' } ],
			[ 'input.prompt', { type: 'content', input: {} } ],
			[ 'input.prompt', { type: 'content', input: { prompt: 7 } } ],
			[ 'input.prompt', { type: 'content', input: { prompt: '' } } ],
			[ 'input.prompt', { type: 'content', input: { prompt: ' \n ' } } ],
			[ 'input.prompt', content( { prompt: 'x'.repeat( 10_001 ) } ) ],
			[ 'input.prompt', content( { prompt: '🌧'.repeat( 10_001 ) } ) ],
			[ 'input.tone', content( { tone: 'angry' } ) ],
			[ 'input.length', content( { length: 'endless' } ) ],
			[ 'input.language', content( { language: 'not a tag' } ) ],
			[ 'input.language', content( { language: 'de-' } ) ],
			[ 'input.keywords', content( { keywords: 'rain' } ) ],
			[
				'input.keywords',
				content( { keywords: Array( 21 ).fill( 'rain' ) } ),
			],
			[ 'input.keywords.1', content( { keywords: [ 'rain', '' ] } ) ],
			[
				'input.keywords.0',
				content( { keywords: [ 'x'.repeat( 101 ) ] } ),
			],
			[ 'context', content( {}, { context: 'here' } ) ],
			[ 'context.post_id', content( {}, { context: { post_id: 'x' } } ) ],
			[ 'context.post_id', content( {}, { context: { post_id: 0 } } ) ],
			[
				'context.title',
				content( {}, { context: { title: 'x'.repeat( 501 ) } } ),
			],
			[
				'context.selected_text',
				content(
					{},
					{ context: { selected_text: 'x'.repeat( 10_001 ) } }
				),
			],
		] )( 'names the wrong field: %s (%#)', async ( field, body ) => {
			const { data } = refusal(
				await start( body ),
				400,
				'ai_job_invalid_input'
			);
			expect( data.field ).toBe( field );
			expect( data.retryable ).toBe( false );
		} );

		test( 'refuses what is not JSON', async () => {
			const answer = await start( '{"type":"content",' );
			expect( answer.status ).toBe( 400 );
			expect( json( answer ) ).toMatchObject( {
				code: 'rest_invalid_json',
			} );
		} );

		test( 'refuses a body of more than 256 KiB', async () => {
			refusal(
				await start( content( { extra: 'x'.repeat( 256 * 1_024 ) } ) ),
				413,
				'ai_job_too_large'
			);
		} );
	} );

	describe( 'who may ask', () => {
		const requests: readonly RestRequest[] = [
			{ path: '/jobs', method: 'POST', body: content() },
			{ path: `/jobs?include=${ UNKNOWN_ID }` },
			{ path: '/jobs?post=1' },
			{ path: `/jobs/${ UNKNOWN_ID }/acknowledge`, method: 'POST' },
			{ path: `/jobs/${ UNKNOWN_ID }/cancel`, method: 'POST' },
			{ path: `/jobs/${ UNKNOWN_ID }/run`, method: 'POST' },
			{ path: `/jobs/${ UNKNOWN_ID }/retry`, method: 'POST' },
			{ path: '/capabilities' },
		];

		test.each( requests )( 'nobody: $method $path', async ( request ) => {
			refusal(
				await rest( request, 'nobody' ),
				401,
				'ai_job_not_logged_in'
			);
		} );

		test.each( requests )(
			'a subscriber: $method $path',
			async ( request ) => {
				refusal(
					await rest( request, 'subscriber' ),
					403,
					'ai_job_forbidden'
				);
			}
		);

		test( 'another owner’s, an unknown and a malformed id are answered alike, to the byte', async () => {
			const theirs = snapshotOf(
				await start( content(), { user: 'administrator' } ),
				201
			);
			for ( const action of [
				'acknowledge',
				'cancel',
				'run',
				'retry',
			] ) {
				const answers = [
					await act( theirs.id, action ),
					await act( UNKNOWN_ID, action ),
					await act( 'no-such-id', action ),
				];
				answers.forEach( ( answer ) =>
					refusal( answer, 404, 'ai_job_not_found' )
				);
				expect(
					new Set( answers.map( ( { text } ) => text ) ).size
				).toBe( 1 );
			}
			const checks = [
				await check( theirs.id ),
				await check( UNKNOWN_ID ),
				await check( 'no-such-id' ),
			];
			checks.forEach( ( answer ) =>
				refusal( answer, 404, 'ai_job_not_found' )
			);
			expect( new Set( checks.map( ( { text } ) => text ) ).size ).toBe(
				1
			);
		} );

		test( 'who manages the site sees an author’s job', async () => {
			const { id } = await started();
			const answer = await check( id, 'administrator' );
			expect( answer.status ).toBe( 200 );
			expect( json( answer ) ).toMatchObject( [ { id } ] );
		} );
	} );

	describe( 'GET /jobs', () => {
		test( 'answers many ids in the order asked, and leaves out what does not exist', async () => {
			const one = await started();
			const two = await started();
			const answer = await check(
				[ two.id, UNKNOWN_ID, one.id ].join( ',' )
			);
			expect( answer.status ).toBe( 200 );
			expect( json( answer ) ).toMatchObject( [
				{ id: two.id },
				{ id: one.id },
			] );
		} );

		test.each( [
			'/jobs',
			'/jobs?include=',
			`/jobs?include=${ Array( 51 ).fill( UNKNOWN_ID ).join( ',' ) }`,
		] )( 'wants 1 to 50 ids (%#)', async ( path ) => {
			const { data } = refusal(
				await rest( { path } ),
				400,
				'ai_job_invalid_input'
			);
			expect( data.field ).toBe( 'include' );
		} );

		test.each( [ '0', '-1', 'x', '1.5' ] )(
			'refuses the post "%s"',
			async ( post ) => {
				const { data } = refusal(
					await rest( { path: `/jobs?post=${ post }` } ),
					400,
					'ai_job_invalid_input'
				);
				expect( data.field ).toBe( 'post' );
			}
		);

		test( 'lists a post’s live and unacknowledged jobs, newest first', async () => {
			const inPost = content(
				{},
				{ context: { post_id: backend.postId } }
			);
			const listed = async () => {
				const answer = await rest( {
					path: `/jobs?post=${ backend.postId }`,
				} );
				expect( answer.status ).toBe( 200 );
				return v
					.parse(
						v.array( v.object( { id: v.string() } ) ),
						json( answer )
					)
					.map( ( { id } ) => id );
			};
			const before = await listed();
			const first = await completed( inPost );
			const second = await started( inPost );
			const third = await started( inPost );
			await started();
			expect( await listed() ).toEqual( [
				third.id,
				second.id,
				first.id,
				...before,
			] );
			expect(
				json( await rest( { path: `/jobs?post=${ backend.postId }` } ) )
			).toMatchObject( [
				{
					input: { prompt: expect.any( String ) },
					context: { post_id: backend.postId },
				},
				{},
				{},
				...before.map( () => ( {} ) ),
			] );

			await act( first.id, 'acknowledge' );
			await act( second.id, 'cancel' );
			expect( await listed() ).toEqual( [ third.id, ...before ] );
		} );
	} );

	describe( 'a job’s life', () => {
		test( 'a run executes it, and its result comes with `completed`', async () => {
			const snapshot = await completed();
			expect( snapshot ).toMatchObject( {
				status: 'completed',
				attempt: 1,
				pollAfterMs: null,
				needsRunner: false,
			} );
			if ( snapshot.status === 'completed' ) {
				const result = validate(
					contentResultSchema,
					snapshot.result,
					'result',
					'protocol'
				);
				expect( result.content ).not.toBe( '' );
			}
			expect( snapshot.startedAt ).not.toBeNull();
			expect( snapshot.finishedAt ).not.toBeNull();
		} );

		test( 'running what is done changes nothing', async () => {
			const { id, finishedAt } = await completed();
			expect( snapshotOf( await act( id, 'run' ) ) ).toMatchObject( {
				status: 'completed',
				attempt: 1,
				finishedAt,
			} );
		} );

		test( 'what is not over cannot be acknowledged', async () => {
			const { id } = await started();
			refusal( await act( id, 'acknowledge' ), 409, 'ai_job_conflict' );
		} );

		test( 'an acknowledgement may be repeated', async () => {
			const { id } = await completed();
			expect( snapshotOf( await act( id, 'acknowledge' ) ).id ).toBe(
				id
			);
			expect( snapshotOf( await act( id, 'acknowledge' ) ).id ).toBe(
				id
			);
		} );

		test( 'a pending job can be cancelled, again and for good', async () => {
			const { id } = await started();
			const cancelled = { status: 'cancelled', mayBeBilled: false };
			expect( snapshotOf( await act( id, 'cancel' ) ) ).toMatchObject(
				cancelled
			);
			expect( snapshotOf( await act( id, 'cancel' ) ) ).toMatchObject(
				cancelled
			);
			expect( snapshotOf( await act( id, 'run' ) ) ).toMatchObject( {
				...cancelled,
				attempt: 0,
			} );
		} );

		test( 'a completed job can be neither cancelled nor retried', async () => {
			const { id } = await completed();
			refusal( await act( id, 'cancel' ), 409, 'ai_job_conflict' );
			refusal( await act( id, 'retry' ), 409, 'ai_job_conflict' );
		} );

		test( 'a pending or cancelled job cannot be retried', async () => {
			const { id } = await started();
			refusal( await act( id, 'retry' ), 409, 'ai_job_conflict' );
			await act( id, 'cancel' );
			refusal( await act( id, 'retry' ), 409, 'ai_job_conflict' );
		} );
	} );

	test( 'GET /capabilities tells what can be started', async () => {
		const answer = await rest( { path: '/capabilities' } );
		expect( answer.status ).toBe( 200 );
		expect( json( answer ) ).toMatchObject( {
			types: {
				content: {
					available: true,
					provider: expect.any( String ),
					label: expect.any( String ),
					demo: expect.any( Boolean ),
				},
			},
			// Only who manages the site is told where its settings are.
			settings_url: null,
		} );
	} );
}
