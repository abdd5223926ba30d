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

test( 'what a provider can do with images is read, what is unknown left out', () => {
	const image = {
		...content,
		options: {
			aspect_ratio: [ '16:9', '1:1', '21:9' ],
			quality: [ 'standard' ],
			style: [],
			background: [],
			output_format: [ 'png' ],
			max_count: 4,
			reference: true,
		},
		can_import: false,
	};
	expect( parseCapabilities( { types: { content, image } } ).types ).toEqual(
		{
			content,
			image: {
				...content,
				options: {
					aspectRatio: [ '1:1', '16:9' ],
					quality: [ 'standard' ],
					style: [],
					background: [],
					outputFormat: [ 'png' ],
					maxCount: 4,
					reference: true,
				},
				canImport: false,
			},
		}
	);
} );

test( 'a site that does not tell what it can do with images is not called unable', () => {
	expect(
		parseCapabilities( { types: { image: content } } ).types.image
	).toEqual( { ...content, options: null, canImport: true } );
} );
