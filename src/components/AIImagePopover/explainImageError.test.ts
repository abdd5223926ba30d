import { expect, test } from 'vitest';
import { AiJobError, JOB_ERROR_CODES } from '../../protocol/index.ts';
import { explainImageError, explainMissing } from './explainImageError.ts';
import { explainImportFailure } from './explainImportFailure.ts';
import type { Generation } from './generation.ts';

const author = { canSetUp: false };

test.each( [ ...JOB_ERROR_CODES, 'forbidden', 'timed_out' ] as const )(
	'nobody who wants images is told of texts: %s',
	( code ) => {
		const { happened, safe, next } = explainImageError(
			new AiJobError( code, 'As scripted.' ),
			author,
			0
		);
		expect( `${ happened } ${ safe } ${ next }` ).not.toMatch( /\btext\b/ );
	}
);

test( 'without a provider for images, it is not said that there is none at all', () => {
	expect(
		explainImageError( new AiJobError( 'no_provider', '' ), author, 0 )
			.happened
	).toContain( 'provider for images' );
} );

test( 'what was made before the end is named, and what it may cost', () => {
	const { safe } = explainImageError(
		new AiJobError( 'cancelled', '', { mayBeBilled: true } ),
		author,
		2
	);
	expect( safe ).toBe(
		'2 images were finished before; they are here. The provider may charge for what it had begun.'
	);
} );

test( 'each reason is said once, however many images are missing', () => {
	const failure = {
		code: 'provider_refused' as const,
		message: '',
		retryable: false,
		mayBeBilled: false,
	};
	const generation: Generation = {
		jobId: 'a',
		input: { prompt: 'Rain', count: 3 },
		images: [
			{
				index: 2,
				width: 1,
				height: 1,
				mimeType: 'image/png',
				bytes: 1,
				previewUrl: '/2',
				revisedPrompt: null,
				alt: null,
				attachmentId: null,
			},
		],
		failures: [
			{ ...failure, index: 0 },
			{ ...failure, index: 1 },
		],
	};
	const { happened, safe } = explainMissing( generation, author );
	expect( happened ).toBe( '2 of 3 images could not be made.' );
	expect( safe.match( /declined/g ) ).toHaveLength( 1 );
} );

test.each( [
	[ 'server', 'retry' ],
	[ 'network', 'retry' ],
	[ 'timeout', 'retry' ],
	[ 'not_logged_in', 'log-in' ],
	[ 'forbidden', 'none' ],
	[ 'not_found', 'none' ],
	[ 'image_unusable', 'none' ],
] as const )( 'an import that fails with %s: %s', ( code, remedy ) => {
	const explained = explainImportFailure(
		'Image 2',
		new AiJobError( code, 'As scripted.' )
	);
	expect( explained.remedy ).toBe( remedy );
	expect( explained.happened ).toBe(
		'Image 2 was not added to the media library.'
	);
} );
