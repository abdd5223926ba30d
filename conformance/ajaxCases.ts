import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Answer, Backend, User } from './backend.ts';

const json = ( { text }: Answer ): unknown => JSON.parse( text );

/**
 * What every backend answers over the classic wire: the shapes of the seed's
 * clients, with honest HTTP statuses.
 *
 * @param connect Brings the backend.
 */
export function ajaxCases( connect: () => Promise< Backend > ): void {
	let backend: Backend;
	beforeAll( async () => {
		backend = await connect();
	}, 120_000 );
	afterAll( () => backend.close() );

	const send = (
		fields: Readonly< Record< string, string > >,
		user: User = 'author'
	) => backend.ajax( user, fields );
	const start = ( fields: Readonly< Record< string, string > > = {} ) =>
		send( {
			action: 'start_ai_job',
			job_type: 'content',
			prompt: 'A haiku about rain',
			content_for: 'writePageContent',
			...fields,
		} );
	const started = async () => {
		const answer = await start();
		const body = json( answer );
		expect( body ).toEqual( {
			success: true,
			data: {
				job_id: expect.stringMatching( /^job_[\da-f-]{36}$/ ),
				message: expect.any( String ),
			},
		} );
		expect( answer.status ).toBe( 200 );
		return /job_[\da-f-]{36}/.exec( answer.text )?.[ 0 ] ?? '';
	};
	const check = ( id: string, user?: User ) =>
		send( { action: 'check_ai_job_status', job_id: id }, user );

	test( 'a start answers with an id of the classic kind', async () => {
		await started();
	} );

	test( 'a pending job has a status and two times', async () => {
		const answer = await check( await started() );
		expect( answer.status ).toBe( 200 );
		expect( json( answer ) ).toEqual( {
			success: true,
			data: {
				success: true,
				status: 'pending',
				created_at: expect.any( Number ),
				updated_at: expect.any( Number ),
			},
		} );
	} );

	test( 'a completed job brings its text', async () => {
		const id = await started();
		await backend.rest( 'author', {
			path: `/jobs/${ id }/run`,
			method: 'POST',
			body: {},
		} );
		expect( json( await check( id ) ) ).toEqual( {
			success: true,
			data: {
				success: true,
				status: 'completed',
				created_at: expect.any( Number ),
				updated_at: expect.any( Number ),
				result: { success: true, content: expect.any( String ) },
			},
		} );
	} );

	test( 'an unknown and another owner’s job are not found, alike', async () => {
		const unknown = await check(
			'job_11111111-2222-4333-8444-555555555555'
		);
		const malformed = await check( 'no such id' );
		expect( unknown.status ).toBe( 404 );
		expect( json( unknown ) ).toEqual( {
			success: false,
			data: { success: false, message: 'Job not found' },
		} );
		expect( malformed.text ).toBe( unknown.text );
		const theirs = /job_[\da-f-]{36}/.exec(
			(
				await send(
					{
						action: 'start_ai_job',
						job_type: 'content',
						prompt: 'Rain',
					},
					'administrator'
				)
			).text
		)?.[ 0 ];
		expect( ( await check( theirs ?? '' ) ).text ).toBe( unknown.text );
	} );

	test.each( [
		[ { job_type: 'opera' } ],
		[ { prompt: '' } ],
		[ { prompt: 'x'.repeat( 10_001 ) } ],
	] )( 'a wrong start is refused (%#)', async ( fields ) => {
		const answer = await start( fields );
		expect( answer.status ).toBe( 400 );
		expect( json( answer ) ).toMatchObject( { success: false } );
	} );

	test( 'who is logged out hears 0', async () => {
		const answer = await send(
			{ action: 'start_ai_job', job_type: 'content', prompt: 'Rain' },
			'nobody'
		);
		expect( answer ).toMatchObject( { status: 400, text: '0' } );
	} );

	test( 'a subscriber is refused', async () => {
		const answer = await send(
			{ action: 'start_ai_job', job_type: 'content', prompt: 'Rain' },
			'subscriber'
		);
		expect( answer.status ).toBe( 403 );
		expect( json( answer ) ).toMatchObject( { success: false } );
	} );
}
