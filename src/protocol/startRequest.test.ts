import { expect, test } from 'vitest';
import { startBody } from './startRequest.ts';

const request = {
	type: 'summary',
	input: { postText: 'Rain' },
	idempotencyKey: 'key',
};

test( 'input and context travel in snake_case, the key beside them', () => {
	expect( startBody( { ...request, context: { postId: 7 } } ) ).toEqual( {
		type: 'summary',
		input: { post_text: 'Rain' },
		context: { post_id: 7 },
		idempotency_key: 'key',
	} );
} );

test( 'a start that belongs nowhere has no context', () => {
	expect( startBody( request ) ).not.toHaveProperty( 'context' );
} );

test( 'a wrong post is refused by name', () => {
	expect( () => startBody( { ...request, context: { postId: 0 } } ) ).toThrow(
		expect.objectContaining( {
			code: 'invalid_input',
			field: 'context.postId',
		} )
	);
} );
