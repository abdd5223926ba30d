import * as v from 'valibot';
import type { ProviderAnswer } from '../backend.ts';
import { defineCases, type AddCase } from '../case.ts';
import {
	expectAnswer,
	expectRefusal,
	expectSnapshot,
	images,
	type Caller,
} from '../caller.ts';
import { expectThat, Mismatch } from '../expectation.ts';
import { attachment, imageResult, type Snapshot } from '../wire.ts';

const LIFETIME_MS = 300_000;

const refused = {
	code: 'provider_refused',
	retryable: false,
	mayBeBilled: false,
} as const;
const unavailable = {
	code: 'provider_unavailable',
	retryable: true,
	mayBeBilled: false,
} as const;

/** Runs a job as often as it has images. */
async function runAll(
	{ started, run, control }: Caller,
	answers: readonly [ ProviderAnswer, ...ProviderAnswer[] ],
	count = answers.length
): Promise< Snapshot > {
	await control.play( answers );
	let snapshot = await started( images( { count } ) );
	for ( let ran = 0; ran < count; ran++ ) {
		snapshot = await run( snapshot.id );
	}
	return snapshot;
}

const completed = ( caller: Caller, input: object = {} ) =>
	caller.completed( images( input ) );

export const imageCases = defineCases( 'rest', 'images', ( add ) => {
	add(
		'makes one image where no number is said, in the ratio asked for',
		'integer, 1 to 4; default 1',
		async ( caller ) => {
			const { result } = await completed( caller, {
				aspect_ratio: '3:2',
			} );
			expectThat( result, imageResult, 'result' );
			expectThat(
				result,
				{ failures: [], images: [ { index: 0, attachment_id: null } ] },
				'result'
			);
			const [ image ] = v.parse( imageResult, result ).images;
			const ratio = ( image?.width ?? 0 ) / ( image?.height ?? 1 );
			if ( Math.abs( ratio - 3 / 2 ) > 0.1 ) {
				throw new Mismatch( 'width : height', '3:2', String( ratio ) );
			}
		}
	);

	add(
		'images come one by one, and the job with the last',
		'`progress.fraction` is the part of the images that are finished either way',
		async ( { started, run } ) => {
			const { id } = await started( images( { count: 3 } ) );
			for ( const done of [ 1, 2 ] ) {
				const snapshot = await run( id );
				expectThat(
					snapshot,
					{ status: 'processing', attempt: done },
					'snapshot'
				);
				const fraction = snapshot.progress?.fraction ?? 0;
				if ( Math.abs( fraction - done / 3 ) > 0.01 ) {
					throw new Mismatch(
						'progress.fraction',
						`${ done }/3`,
						String( fraction )
					);
				}
				expectThat(
					snapshot.partial_result,
					imageResult,
					'partial_result'
				);
				expectThat(
					v.parse( imageResult, snapshot.partial_result ).images
						.length,
					done,
					'partial_result.images.length'
				);
			}
			const last = await run( id );
			expectThat(
				last,
				{
					status: 'completed',
					attempt: 3,
					result: {
						images: [ { index: 0 }, { index: 1 }, { index: 2 } ],
					},
				},
				'snapshot'
			);
		},
		'control'
	);

	add(
		'a job is completed with one image, whatever became of the others',
		'With one image at least the job is `completed`, whatever became of the others',
		async ( caller ) => {
			const snapshot = await runAll( caller, [ refused, 'success' ] );
			expectThat(
				snapshot,
				{
					status: 'completed',
					error: null,
					result: {
						images: [ { index: 1 } ],
						failures: [
							{
								index: 0,
								code: 'provider_refused',
								retryable: false,
								may_be_billed: false,
							},
						],
					},
				},
				'snapshot'
			);
			expectThat( snapshot.result, imageResult, 'result' );
		},
		'control'
	);

	add(
		'a job without an image fails with the first one’s error',
		"with none it is `failed` with the first one's error",
		async ( caller ) => {
			expectThat(
				await runAll( caller, [ refused, unavailable ] ),
				{
					status: 'failed',
					error: { code: 'provider_refused', retryable: false },
				},
				'snapshot'
			);
		},
		'control'
	);

	add(
		'a retry runs those images again whose own error is retryable',
		'Of its images those run again whose own error is retryable',
		async ( caller ) => {
			const { id } = await runAll( caller, [ unavailable, refused ] );
			await caller.control.play( [ 'success' ] );
			expectSnapshot( await caller.act( id, 'retry' ), 200, {
				status: 'pending',
				attempt: 2,
			} );
			expectThat(
				await caller.run( id ),
				{
					status: 'completed',
					attempt: 3,
					result: {
						images: [ { index: 0 } ],
						failures: [ { index: 1, code: 'provider_refused' } ],
					},
				},
				'snapshot'
			);
		},
		'control'
	);

	add(
		'a job that is stopped keeps the images that were there',
		'A job that is cancelled or expires keeps the images that were there in `partial_result`',
		async ( { started, run, act } ) => {
			const { id } = await started( images( { count: 2 } ) );
			await run( id );
			const stopped = {
				status: 'cancelled',
				may_be_billed: true,
				attempt: 1,
				partial_result: { images: [ { index: 0 } ] },
			} as const;
			expectSnapshot( await act( id, 'cancel' ), 200, stopped );
			expectSnapshot( await act( id, 'run' ), 200, stopped );
		},
		'control'
	);

	add(
		'a job that expires with an image is completed',
		'an expired one that has any is `completed`',
		async ( { started, run, look, control } ) => {
			const { id } = await started( images( { count: 2 } ) );
			await run( id );
			await control.advance( LIFETIME_MS );
			expectThat(
				await look( id ),
				{
					status: 'completed',
					attempt: 1,
					result: {
						images: [ { index: 0 } ],
						failures: [ { index: 1, code: 'expired' } ],
					},
				},
				'snapshot'
			);
		},
		'control'
	);

	add(
		'a job that expires without an image is expired',
		'What is still live at the end of its lifetime is `expired`',
		async ( { started, look, control } ) => {
			const { id } = await started( images( { count: 2 } ) );
			await control.advance( LIFETIME_MS );
			expectThat(
				await look( id ),
				{
					status: 'expired',
					error: { code: 'expired', may_be_billed: false },
				},
				'snapshot'
			);
		},
		'control'
	);

	add(
		'an image that waits too long wants a runner',
		'or one of its images',
		async ( { started, run, look, control } ) => {
			const { id } = await started( images( { count: 2 } ) );
			await run( id );
			await control.advance( 4_000 );
			expectThat( await look( id ), { needs_runner: true }, 'snapshot' );
		},
		'control'
	);

	add(
		'an image is sent with its type, to be looked at and nothing else',
		"200 and the image's bytes with its MIME type, `Content-Disposition: inline`, `X-Content-Type-Options: nosniff`",
		async ( caller ) => {
			const { id, result } = await completed( caller );
			const [ image ] = v.parse( imageResult, result ).images;
			const { status, headers } = await caller.rest( {
				path: `/jobs/${ id }/images/0`,
			} );
			expectThat( status, 200, 'HTTP status' );
			expectThat(
				Object.fromEntries( headers ),
				{
					'content-type': image?.mime_type ?? '',
					'content-disposition': 'inline',
					'x-content-type-options': 'nosniff',
				},
				'headers'
			);
		}
	);

	add(
		'an image is its owner’s alone, not even an administrator’s',
		'A preview can be opened by the owner alone',
		async ( caller ) => {
			const { id } = await completed( caller );
			expectRefusal(
				await caller.rest(
					{ path: `/jobs/${ id }/images/0` },
					'administrator'
				),
				404,
				'ai_job_not_found'
			);
		},
		'administrator'
	);

	for ( const index of [ '1', '9', 'x' ] ) {
		for ( const method of [ 'GET', 'POST' ] as const ) {
			add(
				`${ method }: there is no image "${ index }" of one`,
				'An index that has no image: 404 `ai_job_image_not_found`',
				async ( caller ) => {
					const { id } = await completed( caller );
					expectRefusal(
						await caller.rest( {
							path: `/jobs/${ id }/images/${ index }`,
							method,
							...( method === 'POST' && { body: {} } ),
						} ),
						404,
						'ai_job_image_not_found'
					);
				}
			);
		}
	}

	add(
		'a text has no image',
		'An index that has no image: 404 `ai_job_image_not_found`',
		async ( caller ) => {
			const { id } = await caller.completed();
			expectRefusal(
				await caller.act( id, 'images/0' ),
				404,
				'ai_job_image_not_found'
			);
		}
	);

	imports( add );
} );

function imports( add: AddCase ) {
	add(
		'an image is imported once, however often it is asked for',
		'the same job and index again: 200 and the same attachment, untouched',
		async ( caller ) => {
			const { id } = await completed( caller );
			const path = `images/0`;
			const texts = {
				alt: 'A red umbrella',
				title: 'Umbrella',
				caption: 'In the rain',
				description: 'Painted in Rome',
			};
			const first = await caller.act( id, path, 'author', texts );
			expectAnswer( first, 201, attachment );
			expectAnswer( first, 201, texts );
			const again = await caller.act( id, path, 'author', {
				alt: 'Other',
			} );
			expectAnswer( again, 200 );
			expectThat(
				JSON.parse( again.text ),
				JSON.parse( first.text ),
				'body'
			);
			const { attachment_id: attachmentId } = v.parse(
				attachment,
				JSON.parse( first.text )
			);
			expectThat(
				( await caller.look( id ) ).result,
				{ images: [ { attachment_id: attachmentId } ] },
				'result'
			);
		}
	);

	add(
		'a missing title and description come from the prompt',
		'a missing title and description come from the prompt',
		async ( caller ) => {
			const { id } = await completed( caller, {
				prompt: 'A green kettle',
			} );
			const fromPrompt = v.pipe(
				v.string(),
				v.includes( 'A green kettle' )
			);
			expectAnswer( await caller.act( id, 'images/0' ), 201, {
				title: fromPrompt,
				description: fromPrompt,
			} );
		}
	);

	for ( const [ field, max ] of [
		[ 'alt', 1_000 ],
		[ 'title', 200 ],
		[ 'caption', 2_000 ],
		[ 'description', 10_000 ],
	] as const ) {
		add(
			`takes ${ max } characters of ${ field }, and no more`,
			'at most 1,000, 200, 2,000 and 10,000 characters',
			async ( caller ) => {
				const { id } = await completed( caller );
				expectRefusal(
					await caller.act( id, 'images/0', 'author', {
						[ field ]: 'ä'.repeat( max + 1 ),
					} ),
					400,
					'ai_job_invalid_input',
					field
				);
				expectAnswer(
					await caller.act( id, 'images/0', 'author', {
						[ field ]: 'ä'.repeat( max ),
					} ),
					201
				);
			}
		);
	}

	add(
		'anyone without the right to upload files generates and imports no image',
		'Needs `upload_files`',
		async ( caller ) => {
			expectRefusal(
				await caller.start( images(), { user: 'contributor' } ),
				403,
				'ai_job_forbidden',
				'type'
			);
			const { id } = await caller.completed( images() );
			expectRefusal(
				await caller.act( id, 'images/0', 'contributor' ),
				403,
				'ai_job_forbidden'
			);
		},
		'contributor'
	);

	add(
		'bytes that are no usable image are refused',
		'bytes that are no usable image: 422 `ai_job_image_unusable`',
		async ( caller ) => {
			const { id } = await completed( caller );
			await caller.control.spoilImport( id, 'unusable' );
			expectRefusal(
				await caller.act( id, 'images/0' ),
				422,
				'ai_job_image_unusable'
			);
		},
		'control'
	);

	add(
		'an import that the site cannot store may be tried again',
		'the site cannot store it: 500 `ai_job_storage_failed`, and it may be tried again',
		async ( caller ) => {
			const { id } = await completed( caller );
			await caller.control.spoilImport( id, 'storage-failed' );
			const { data } = expectRefusal(
				await caller.act( id, 'images/0' ),
				500,
				'ai_job_storage_failed'
			);
			expectThat( data.retryable, true, 'data.retryable' );
			expectAnswer( await caller.act( id, 'images/0' ), 201 );
		},
		'control'
	);
}
