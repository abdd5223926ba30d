import { expectTypeOf, test } from 'vitest';
import * as v from 'valibot';
import {
	builtinJobTypes,
	createAiJobClient,
	defineJobType,
	isAiJobError,
	type AiJobClient,
	type AiJobErrorCode,
	type ContentResult,
	type ImageResult,
	type JobHandle,
	type JobSnapshot,
	type Transport,
} from 'wp-ai-jobs';

declare const client: AiJobClient;

const summary = defineJobType( {
	name: 'summary',
	input: v.object( {
		text: v.string(),
		words: v.optional( v.number(), 50 ),
	} ),
	result: v.object( { summary: v.string() } ),
} );

test( 'a result follows the type of its job', () => {
	expectTypeOf(
		client.run( 'content', { prompt: '' } )
	).resolves.toEqualTypeOf< ContentResult >();
	expectTypeOf(
		client.run( 'image', { prompt: '' } )
	).resolves.toEqualTypeOf< ImageResult >();
	expectTypeOf(
		client.run( summary, { text: '' } )
	).resolves.toEqualTypeOf< {
		summary: string;
	} >();
} );

test( 'an input fits its type, and no other', () => {
	// @ts-expect-error There is no job without a prompt.
	void client.run( 'content', {} );
	// @ts-expect-error No such type.
	void client.run( 'poem', { prompt: '' } );
	// @ts-expect-error That is an image's.
	void client.run( 'content', { prompt: '', aspectRatio: '1:1' } );
	// @ts-expect-error No such tone.
	void client.run( 'content', { prompt: '', tone: 'grumpy' } );
	// @ts-expect-error A number of words is a number.
	void client.start( summary, { text: '', words: 'many' } );
	// @ts-expect-error The name of a declared type is not the type.
	void client.start( 'summary', { text: '' } );
} );

test( 'a handle remembers what it brings, and watching it tells', async () => {
	const job = await client.start( summary, { text: '' } );
	expectTypeOf( job ).toEqualTypeOf< JobHandle< { summary: string } > >();
	for await ( const snapshot of client.watch( job ) ) {
		expectTypeOf( snapshot ).toEqualTypeOf<
			JobSnapshot< { summary: string } >
		>();
		// @ts-expect-error Only a completed job has a result.
		void snapshot.result;
		if ( snapshot.status === 'completed' ) {
			expectTypeOf( snapshot.result.summary ).toBeString();
		}
		if ( snapshot.status === 'failed' ) {
			expectTypeOf( snapshot.error.retryable ).toBeBoolean();
		}
	}
} );

test( 'an input has its defaults left out, a result has them filled in', () => {
	expectTypeOf( client.run< typeof summary > )
		.parameter( 1 )
		.toEqualTypeOf< { text: string; words?: number | undefined } >();
} );

test( 'the codes of errors are a closed union', () => {
	const error: unknown = null;
	if ( isAiJobError( error ) ) {
		expectTypeOf( error.code ).toEqualTypeOf< AiJobErrorCode >();
		// @ts-expect-error No such code.
		void ( error.code === 'no_such_code' );
	}
} );

test( 'a transport is its types, a start and a check', () => {
	const transport: Transport = {
		types: builtinJobTypes,
		start: () => Promise.reject( new Error() ),
		check: async () => [],
	};
	createAiJobClient( { transport } );
	// @ts-expect-error Without a transport there is nothing to ask.
	createAiJobClient( {} );
	// @ts-expect-error Who starts jobs has to look after them.
	const half: Transport = {
		types: builtinJobTypes,
		start: transport.start,
	};
	void half;
	const empty: Transport = {
		...transport,
		// @ts-expect-error Names that the client offers are types that the transport reads.
		types: {},
	};
	void empty;
} );

test( 'a type is declared by schemas', () => {
	// @ts-expect-error A schema of the result is missing.
	defineJobType( { name: 'half', input: v.string() } );
	defineJobType( {
		name: 'wrong',
		// @ts-expect-error That is no schema.
		input: { text: 'string' },
		result: v.string(),
	} );
} );
