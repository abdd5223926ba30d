import { type } from 'arktype';
import { defineJobType } from 'wp-ai-jobs/client';

export const summary = defineJobType( {
	name: 'refused',
	input: type( {
		postText: type( 'string' ).narrow( ( text ) => text !== 'lorem ipsum' ),
	} ),
	result: type( { summary: 'string' } ),
} );
