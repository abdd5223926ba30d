import { expect, test } from 'vitest';
import { contentJob } from './content.ts';
import { makeStartRequest } from './startRequest.ts';

test( 'input and context travel in snake_case', () => {
	expect(
		makeStartRequest(
			contentJob,
			{ prompt: ' Rain ', tone: 'casual' },
			{ postId: 7 },
			'key'
		)
	).toEqual( {
		type: 'content',
		input: { prompt: 'Rain', tone: 'casual' },
		context: { post_id: 7 },
		idempotencyKey: 'key',
	} );
} );

test( 'a prompt of 10,000 characters is taken, one of 10,001 is refused by name', () => {
	const start = ( length: number ) => () =>
		makeStartRequest(
			contentJob,
			{ prompt: 'x'.repeat( length ) },
			undefined,
			'key'
		);
	expect( start( 10_000 ) ).not.toThrow();
	expect( start( 10_001 ) ).toThrow(
		expect.objectContaining( {
			code: 'invalid_input',
			field: 'input.prompt',
		} )
	);
} );

test( 'an empty prompt and a wrong post are refused by name', () => {
	expect( () =>
		makeStartRequest( contentJob, { prompt: '  ' }, undefined, 'key' )
	).toThrow( expect.objectContaining( { field: 'input.prompt' } ) );
	expect( () =>
		makeStartRequest( contentJob, { prompt: 'x' }, { postId: 0 }, 'key' )
	).toThrow( expect.objectContaining( { field: 'context.postId' } ) );
} );
