import * as v from 'valibot';
import { setupServer } from 'msw/node';
import { expect, expectTypeOf, onTestFinished, test } from 'vitest';
import {
	createAiJobClient,
	defineJobType,
	type InputOf,
	type JobSnapshot,
	type ResultOf,
} from 'wp-ai-jobs/client';
import { createRestTransport } from 'wp-ai-jobs/client/axios';
import {
	createJobBackend,
	createJobHandlers,
	createManualClock,
	mockJobType,
	type JobBackendOptions,
} from 'wp-ai-jobs/mocks';
import type { useAiJob } from 'wp-ai-jobs/react';
import { summary } from './summary.ts';

function openSite( options: JobBackendOptions = {} ) {
	const clock = createManualClock();
	const jobs = createJobBackend( {
		clock,
		jobTypes: [
			mockJobType( summary, ( { postText, maxWords } ) => ( {
				summary: `${ postText } in ${ maxWords } words`,
			} ) ),
		],
		...options,
	} );
	const server = setupServer( ...createJobHandlers( { backend: jobs } ) );
	server.listen();
	onTestFinished( () => server.close() );
	const client = createAiJobClient( {
		transport: createRestTransport( {
			root: 'http://site.test/wp-json/',
			nonce: 'n',
		} ),
	} );
	return { clock, jobs, client };
}

test( 'client and mock know a type that was declared once', async () => {
	const { clock, jobs, client } = openSite();
	const job = await client.start( summary, { postText: 'Rain' } );
	clock.advance( 10_000 );
	const snapshot = await client.get( job );
	expect( snapshot.status === 'completed' && snapshot.result ).toEqual( {
		summary: 'Rain in 30 words',
	} );
	expect( jobs.started() ).toMatchObject( [
		{
			type: 'acme-summary',
			input: { post_text: 'Rain', max_words: 30 },
		},
	] );
	const { types } = await client.capabilities();
	expect( types[ summary.name ]?.available ).toBe( true );
} );

test( 'a wrong input is refused before anything is sent, with its field', async () => {
	const { jobs, client } = openSite();
	await expect(
		client.start( summary, { postText: 'Rain', maxWords: 1 } )
	).rejects.toMatchObject( {
		code: 'invalid_input',
		field: 'input.maxWords',
	} );
	expect( jobs.journal ).toEqual( [] );
} );

test( 'what the site alone refuses names the field as the caller does', async () => {
	const { client } = openSite();
	const looser = defineJobType( {
		...summary,
		input: v.object( { postText: v.string() } ),
	} );
	await expect(
		client.start( looser, { postText: '' } )
	).rejects.toMatchObject( {
		code: 'invalid_input',
		field: 'input.postText',
		httpStatus: 400,
	} );
} );

test( 'a result that does not fit is a protocol error with its field', async () => {
	const { clock, client } = openSite( {
		scenario: {
			outcomes: [
				{ end: 'succeed', afterMs: 1, result: { summary: [ 'Rain' ] } },
			],
		},
	} );
	const job = await client.start( summary, { postText: 'Rain' } );
	clock.advance( 10_000 );
	await expect( client.get( job ) ).rejects.toMatchObject( {
		code: 'protocol',
		field: 'result.summary',
	} );
} );

test( 'a site without the type says so', async () => {
	const { client } = openSite( { jobTypes: [] } );
	await expect(
		client.start( summary, { postText: 'Rain' } )
	).rejects.toMatchObject( { code: 'invalid_input', field: 'type' } );
} );

test( 'a schema that would have to be waited for is refused', async () => {
	const { jobs, client } = openSite();
	const slow = defineJobType( {
		name: 'acme-slow',
		input: v.pipeAsync(
			v.string(),
			v.checkAsync( async () => true )
		),
		result: v.string(),
	} );
	await expect( client.start( slow, 'Rain' ) ).rejects.toThrow(
		'asynchronously'
	);
	expect( jobs.journal ).toEqual( [] );
} );

test.each( [ 'Summary', '1st', 'a b', '', 'x'.repeat( 65 ) ] )(
	'"%s" names no type',
	( name ) => {
		expect( () =>
			defineJobType( { name, input: v.string(), result: v.string() } )
		).toThrow( TypeError );
	}
);

test( 'input and result have the schemas’ types', () => {
	expectTypeOf< InputOf< typeof summary > >().toEqualTypeOf< {
		postText: string;
		maxWords?: number | undefined;
	} >();
	expectTypeOf< ResultOf< typeof summary > >().toEqualTypeOf< {
		summary: string;
	} >();
	const { client } = openSite();
	type Job = ReturnType< typeof useAiJob< typeof summary > >;
	expectTypeOf<
		Extract< Job, { status: 'completed' } >[ 'result' ]
	>().toEqualTypeOf< { summary: string } >();
	expectTypeOf< Job[ 'start' ] >()
		.parameter( 0 )
		.toEqualTypeOf< InputOf< typeof summary > >();
	expectTypeOf( client.get ).returns.resolves.toExtend< JobSnapshot >();

	// What must not compile; none of it is called.
	void ( () => [
		// @ts-expect-error A field that is missing.
		client.start( summary, {} ),
		// @ts-expect-error A field of another type.
		client.start( summary, { postText: 7 } ),
		// @ts-expect-error The wire's name.
		client.start( summary, { post_text: 'Rain' } ),
		// @ts-expect-error A type by its name alone, which no schema belongs to.
		client.start( 'acme-summary', { postText: 'Rain' } ),
		// @ts-expect-error A result of another shape.
		mockJobType( summary, () => ( { summery: 'Rain' } ) ),
		// @ts-expect-error No schema.
		defineJobType( { name: 'acme', input: {}, result: v.string() } ),
	] );
} );
