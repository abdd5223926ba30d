import { expect, test } from 'vitest';
import {
	chosenRatio,
	defaultOptions,
	emptyDraft,
	toInput,
} from './imageDraft.ts';

const draft = ( over: object = {} ) => ( {
	...emptyDraft( ' Rain ', '3:2' ),
	...over,
} );
const options = {
	...defaultOptions,
	style: [ 'photo' as const ],
	outputFormat: [ 'png' as const, 'webp' as const ],
};

test( 'what is left open is not sent', () => {
	expect( toInput( draft(), options ) ).toEqual( {
		prompt: 'Rain',
		count: 1,
		aspectRatio: '3:2',
	} );
} );

test( 'what the provider cannot do is not sent, whatever was chosen before', () => {
	const wish = draft( {
		aspectRatio: '16:9',
		style: 'vivid',
		quality: 'high',
		outputFormat: 'webp',
		count: 4,
		usesReference: true,
	} );
	expect(
		toInput(
			wish,
			{ ...options, aspectRatio: [ '1:1', '3:2' ], maxCount: 2 },
			12
		)
	).toEqual( {
		prompt: 'Rain',
		count: 2,
		aspectRatio: '1:1',
		outputFormat: 'webp',
	} );
} );

test( 'the host’s image is sent where the author wants it changed', () => {
	const able = { ...options, reference: true };
	expect( toInput( draft(), able, 12 ) ).not.toHaveProperty(
		'referenceAttachmentId'
	);
	expect(
		toInput( draft( { usesReference: true } ), able, 12 )
	).toHaveProperty( 'referenceAttachmentId', 12 );
} );

test( 'a provider with one shape of its own is asked for none', () => {
	const only = { ...options, aspectRatio: [] };
	expect( chosenRatio( draft(), only ) ).toBeUndefined();
	expect( toInput( draft(), only ) ).not.toHaveProperty( 'aspectRatio' );
} );
