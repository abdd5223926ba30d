import { expect, test } from 'vitest';
import { parseCapabilities } from './capabilities.ts';

const content = {
	available: true,
	provider: 'openai',
	label: 'OpenAI',
	demo: false,
};

test( 'names of job types keep their spelling', () => {
	expect(
		parseCapabilities( {
			types: { content, my_own_type: content },
			settings_url: '/settings',
		} )
	).toEqual( {
		types: { content, my_own_type: content },
		settingsUrl: '/settings',
	} );
} );

test( 'who may not set up a provider gets no address', () => {
	expect(
		parseCapabilities( { types: {}, settings_url: null } ).settingsUrl
	).toBeNull();
} );

test( 'an answer of another shape names the wrong field', () => {
	expect( () =>
		parseCapabilities( {
			types: { content: { ...content, available: 'yes' } },
		} )
	).toThrow(
		expect.objectContaining( {
			code: 'protocol',
			field: 'capabilities.types.content.available',
		} )
	);
} );
