import * as v from 'valibot';
import { defineCases } from '../case.ts';
import { expectAnswer, UNKNOWN_ID, type Caller } from '../caller.ts';
import { expectThat, Mismatch, show } from '../expectation.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import type { User } from '../backend.ts';

const PATIENCE_MS = 300_000;

const seconds = v.pipe( v.number(), v.integer(), v.minValue( 1 ) );
const sentence = v.pipe( v.string(), v.minLength( 1 ) );

const startAnswer = v.object( {
	success: v.literal( true ),
	data: v.object( {
		job_id: v.pipe( v.string(), v.regex( /^job_[\w-]+$/ ) ),
		message: sentence,
	} ),
} );

const status = ( result: v.GenericSchema, error: v.GenericSchema ) => ( {
	success: v.literal( true ),
	created_at: seconds,
	updated_at: seconds,
	result,
	error,
} );
const none = v.optional( v.undefined() );

const tokens = v.pipe( v.number(), v.integer(), v.minValue( 0 ) );

const contentResult = v.strictObject( {
	success: v.literal( true ),
	content: sentence,
	usage: v.nullable(
		v.strictObject( {
			prompt_tokens: tokens,
			completion_tokens: tokens,
			total_tokens: tokens,
		} )
	),
} );

/** Counted in code points, as PHP's `mb_strlen()` does. */
const atMost = ( max: number ) =>
	v.pipe(
		v.string(),
		v.minLength( 1 ),
		v.check( ( text ) => [ ...text ].length <= max )
	);

const texts = {
	revised_prompt: sentence,
	title: atMost( 60 ),
	alt_tag: atMost( 125 ),
	caption: atMost( 200 ),
	description: atMost( 300 ),
};

const imageResult = v.strictObject( {
	success: v.literal( true ),
	images: v.array(
		v.union( [
			v.strictObject( {
				image_url: sentence,
				image_b64: v.null(),
				...texts,
			} ),
			v.strictObject( {
				image_url: v.null(),
				image_b64: sentence,
				...texts,
			} ),
		] )
	),
	usage: v.strictObject( {
		input_tokens: v.nullable( tokens ),
		output_tokens: v.nullable( tokens ),
		total_tokens: v.nullable( tokens ),
		message: sentence,
		raw_usage: v.unknown(),
	} ),
} );

const checkAnswer = v.object( {
	success: v.literal( true ),
	data: v.variant( 'status', [
		v.object( {
			status: v.picklist( [ 'pending', 'processing' ] ),
			...status( none, none ),
		} ),
		v.object( {
			status: v.literal( 'completed' ),
			...status( v.union( [ contentResult, imageResult ] ), none ),
		} ),
		v.object( {
			status: v.picklist( [ 'failed', 'expired' ] ),
			...status( none, sentence ),
		} ),
	] ),
} );

const refusal = v.object( { success: v.literal( false ), data: sentence } );

const notFound = v.object( {
	success: v.literal( false ),
	data: v.object( { success: v.literal( false ), message: sentence } ),
} );

const fields = {
	action: 'start_ai_job',
	job_type: 'content',
	prompt: 'A haiku about rain',
	content_for: 'writePageContent',
};

async function started(
	{ classic }: Caller,
	more: Readonly< Record< string, string > > = {},
	user?: User
): Promise< string > {
	const answer = await classic( { ...fields, ...more }, user );
	return v.parse( startAnswer, expectAnswer( answer, 200, startAnswer ) ).data
		.job_id;
}

const ask = ( { classic }: Caller, id: string, user?: User ) =>
	classic( { action: 'check_ai_job_status', job_id: id }, user );

async function look( caller: Caller, id: string ) {
	const body = expectAnswer( await ask( caller, id ), 200, checkAnswer );
	return v.parse( checkAnswer, body ).data;
}

/** Runs a job to its end, or waits for it. */
async function finished( caller: Caller, id: string ) {
	const deadline = Date.now() + PATIENCE_MS;
	let snapshot = await look( caller, id );
	while (
		[ 'pending', 'processing' ].includes( snapshot.status ) &&
		Date.now() < deadline
	) {
		if ( caller.backend.control ) {
			// A classic client knows no run request; the site's own runners are held up.
			await caller.act( id, 'run' );
		} else {
			await sleep( 1_000 );
		}
		snapshot = await look( caller, id );
	}
	return snapshot;
}

export const classicCases = defineCases(
	'ajax',
	'the classic carrier',
	( add ) => {
		add(
			'a start answers with an id of the classic kind',
			'`{ "job_id": "job_…", "message": "…" }`',
			async ( caller ) => {
				await started( caller );
			}
		);

		add(
			'a job that waits has a status and two times',
			'times in whole seconds',
			async ( caller ) => {
				expectThat(
					await look( caller, await started( caller ) ),
					{ status: 'pending' },
					'data'
				);
			},
			'control'
		);

		add(
			'a completed job brings its text',
			'`{ "success": true, "content": string, "usage": … }`',
			async ( caller ) => {
				expectThat(
					await finished( caller, await started( caller ) ),
					{ status: 'completed', result: { content: sentence } },
					'data'
				);
			}
		);

		add(
			'a completed job brings its images, four where no number is said',
			'1 to 4; 4 where it is missing',
			async ( caller ) => {
				const id = await started( caller, { job_type: 'image' } );
				const url = { image_url: sentence };
				expectThat(
					await finished( caller, id ),
					{
						status: 'completed',
						result: { images: [ url, url, url, url ] },
					},
					'data'
				);
			}
		);

		add(
			'an image is saved by its address, once',
			'`image_url` (of a result',
			async ( caller ) => {
				const id = await started( caller, {
					job_type: 'image',
					image_count: '1',
				} );
				const snapshot = await finished( caller, id );
				const {
					images: [ image ],
				} = v.parse(
					v.object( {
						images: v.tuple( [
							v.object( { image_url: v.string() } ),
						] ),
					} ),
					'result' in snapshot ? snapshot.result : {}
				);
				const save = ( alt: string ) =>
					caller.classic( {
						action: 'save_ai_generated_image',
						image_url: image.image_url,
						alt_tag: alt,
						title: 'Umbrella',
						caption: 'In the rain',
						description: 'Painted in Rome',
					} );
				const first = await save( 'A red umbrella' );
				expectAnswer( first, 200, {
					success: true,
					data: {
						attachment_id: seconds,
						url: sentence,
						alt: 'A red umbrella',
						title: 'Umbrella',
						caption: 'In the rain',
						description: 'Painted in Rome',
					},
				} );
				const again = await save( 'Another' );
				if ( again.text !== first.text ) {
					throw new Mismatch(
						'body',
						show( first.text ),
						show( again.text )
					);
				}
			}
		);

		add(
			'a failed job brings a sentence',
			'an error is a sentence',
			async ( caller ) => {
				await caller.control.play( [
					{
						code: 'provider_refused',
						retryable: false,
						mayBeBilled: false,
					},
				] );
				expectThat(
					await finished( caller, await started( caller ) ),
					{ status: 'failed', error: sentence },
					'data'
				);
			},
			'control'
		);

		add(
			'a stopped job reads as failed',
			'a stopped job reads as `failed`',
			async ( caller ) => {
				const id = await started( caller );
				await caller.act( id, 'cancel' );
				expectThat(
					await look( caller, id ),
					{ status: 'failed' },
					'data'
				);
			},
			'control'
		);

		add(
			'a completed job does not read as expired later',
			'a completed job does not expire',
			async ( caller ) => {
				const id = await started( caller );
				await finished( caller, id );
				await caller.control.advance( 600_000 );
				expectThat(
					await look( caller, id ),
					{ status: 'completed' },
					'data'
				);
			},
			'control'
		);

		add(
			'an unknown and a malformed id are not found, alike',
			'an unknown or another owner\'s job is a 404 with `{ "success": false, "message": "Job not found" }`',
			async ( caller ) => {
				const unknown = await ask( caller, `job_${ UNKNOWN_ID }` );
				expectAnswer( unknown, 404, notFound );
				expectAnswer( unknown, 404, {
					success: false,
					data: { success: false, message: 'Job not found' },
				} );
				const malformed = await ask( caller, 'no such id' );
				if ( malformed.text !== unknown.text ) {
					throw new Mismatch(
						'body',
						show( unknown.text ),
						show( malformed.text )
					);
				}
			}
		);

		add(
			'another owner’s job is not found',
			'an unknown or another owner\'s job is a 404 with `{ "success": false, "message": "Job not found" }`',
			async ( caller ) => {
				const theirs = await started( caller, {}, 'administrator' );
				expectAnswer( await ask( caller, theirs ), 404, {
					data: { message: 'Job not found' },
				} );
			},
			'administrator'
		);

		[
			{ job_type: 'opera' },
			{ prompt: '' },
			{ prompt: 'x'.repeat( 10_001 ) },
			{ job_type: 'image', image_count: '5' },
			{ content_for: 'writePoems' },
		].forEach( ( wrong, number ) =>
			add(
				`a wrong start is refused (${ number })`,
				'with the same statuses as over REST',
				async ( { classic } ) => {
					expectAnswer(
						await classic( { ...fields, ...wrong } ),
						400,
						refusal
					);
				}
			)
		);

		[
			[ { job_type: 'opera' }, 'Invalid job type' ] as const,
			[ { prompt: ' ' }, 'Prompt is required' ] as const,
			[ { content_for: 'writePoems' }, 'Invalid content_for' ] as const,
			[
				{ action: 'check_ai_job_status' },
				'Job ID is required',
			] as const,
		].forEach( ( [ wrong, data ] ) =>
			add( `says “${ data }”`, `\`${ data }\``, async ( { classic } ) => {
				expectAnswer( await classic( { ...fields, ...wrong } ), 400, {
					success: false,
					data,
				} );
			} )
		);

		add(
			'all that a page may be for is taken',
			'`content_for` (`writePageContent`, `writeRichtext`, `writeInputFields`',
			async ( caller ) => {
				await started( caller, { content_for: 'writeRichtext' } );
				await started( caller, { content_for: 'writeInputFields' } );
				await started( caller, { content_for: '' } );
			}
		);

		add(
			'who is logged out hears 0',
			'Nobody logged in: 400 and the body `0`',
			async ( { classic } ) => {
				const { status: got, text } = await classic( fields, 'nobody' );
				expectThat(
					{ status: got, text },
					{ status: 400, text: '0' },
					'answer'
				);
			}
		);

		add(
			'a stale nonce is refused',
			'a stale one is answered with 403 and `"Nonce Error"`',
			async ( { classic } ) => {
				expectAnswer(
					await classic( { ...fields, admin_nonce: '0123456789' } ),
					403,
					{ success: false, data: 'Nonce Error' }
				);
			},
			'nonces'
		);

		add(
			'a subscriber is refused',
			'with the same statuses as over REST',
			async ( { classic } ) => {
				expectAnswer(
					await classic( fields, 'subscriber' ),
					403,
					refusal
				);
			},
			'subscriber'
		);
	}
);
