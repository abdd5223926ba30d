import { defineCases } from '../case.ts';
import {
	content,
	expectAnswer,
	expectRefusal,
	expectSnapshot,
	images,
} from '../caller.ts';
import { Mismatch } from '../expectation.ts';

const LIFETIME_MS = 300_000;
const MAX_BODY_BYTES = 256 * 1_024;

/** A start's body of exactly so many bytes. */
const bodyOf = ( bytes: number ) => {
	const empty = JSON.stringify( content( {}, { padding: '' } ) );
	return JSON.stringify(
		content( {}, { padding: 'x'.repeat( bytes - empty.length ) } )
	);
};

const takes: readonly [ string, string, unknown ][] = [
	[
		'every field of the input and the context',
		'Input (all but `prompt` may be missing',
		content(
			{
				tone: 'humorous',
				length: 'long',
				language: 'pt-BR',
				keywords: [ 'rain', 'city' ],
			},
			{ context: { title: 'Rain', selected_text: 'It rained.' } }
		),
	],
	[
		'10,000 characters, whatever they weigh',
		'string, 1 to 10,000 characters after trimming',
		content( { prompt: '🌧'.repeat( 10_000 ) } ),
	],
	[
		'a prompt that is too long before it is trimmed',
		'string, 1 to 10,000 characters after trimming',
		content( { prompt: ` ${ 'ä'.repeat( 10_000 ) }\n` } ),
	],
	[
		'a language of 35 characters',
		'BCP 47 tag (`de`, `pt-BR`), at most 35 characters',
		content( { language: `de-${ 'abcdefgh-'.repeat( 3 ) }abcde` } ),
	],
	[
		'20 keywords of 100 characters',
		'up to 20 strings of 1 to 100 characters',
		content( { keywords: Array( 20 ).fill( 'x'.repeat( 100 ) ) } ),
	],
	[
		'fields that it does not know',
		'fields that are not named here are ignored',
		content( { colour: 'grey' }, { extra: 1 } ),
	],
	[
		'an image’s prompt of 4,000 characters',
		'string, 1 to 4,000 characters after trimming',
		images( { prompt: '🌧'.repeat( 4_000 ) } ),
	],
];

const refuses: readonly [ string, string, unknown ][] = [
	[ 'type', 'wrong or missing field', { type: 'opera', input: {} } ],
	[ 'type', 'wrong or missing field', { input: { prompt: 'Rain' } } ],
	[
		'type',
		'wrong or missing field',
		{ type: 7, input: { prompt: 'Rain' } },
	],
	[ 'input', 'wrong or missing field', { type: 'content' } ],
	[ 'input', 'wrong or missing field', { type: 'content', input: 'Rain' } ],
	...(
		[
			[
				'prompt',
				'string, 1 to 10,000 characters after trimming',
				[
					undefined,
					7,
					'',
					' \n ',
					'x'.repeat( 10_001 ),
					'🌧'.repeat( 10_001 ),
				],
			],
			[ 'tone', '`neutral`, `professional`, `friendly`', [ 'angry' ] ],
			[ 'length', '`short`, `medium`, `long`', [ 'endless' ] ],
			[
				'language',
				'BCP 47 tag (`de`, `pt-BR`), at most 35 characters',
				[ 'not a tag', 'de-', `de-${ 'abcdefgh-'.repeat( 3 ) }abcdef` ],
			],
			[
				'keywords',
				'up to 20 strings',
				[ 'rain', Array( 21 ).fill( 'rain' ) ],
			],
		] as const
	 ).flatMap( ( [ field, rule, values ] ) =>
		values.map( ( value ): [ string, string, unknown ] => [
			`input.${ field }`,
			rule,
			{ type: 'content', input: { prompt: 'Rain', [ field ]: value } },
		] )
	),
	[
		'input.keywords.1',
		'strings of 1 to 100 characters',
		content( { keywords: [ 'rain', '' ] } ),
	],
	[
		'input.keywords.0',
		'strings of 1 to 100 characters',
		content( { keywords: [ 'x'.repeat( 101 ) ] } ),
	],
	...(
		[
			[
				'prompt',
				'string, 1 to 4,000 characters after trimming',
				[ '', 'x'.repeat( 4_001 ) ],
			],
			[ 'count', 'integer, 1 to 4', [ 0, 5, 1.5 ] ],
			[ 'aspect_ratio', '`1:1`, `3:2`, `2:3`', [ '5:1' ] ],
			[ 'quality', '`standard`, `high`', [ 'best' ] ],
			[ 'style', '`natural`, `vivid`, `photo`', [ 'cubist' ] ],
			[ 'background', '`auto`, `opaque`, `transparent`', [ 'green' ] ],
			[ 'output_format', '`png`, `jpeg`, `webp`', [ 'svg' ] ],
			[
				'reference_attachment_id',
				'Never a URL',
				[ 'https://example.org/a.png' ],
			],
		] as const
	 ).flatMap( ( [ field, rule, values ] ) =>
		values.map( ( value ): [ string, string, unknown ] => [
			`input.${ field }`,
			rule,
			images( { [ field ]: value } ),
		] )
	),
	...(
		[
			[ 'context', 'here' ],
			[ 'context.post_id', { post_id: 'x' } ],
			[ 'context.post_id', { post_id: 0 } ],
			[ 'context.title', { title: 'x'.repeat( 501 ) } ],
			[
				'context.selected_text',
				{ selected_text: 'x'.repeat( 10_001 ) },
			],
		] as const
	 ).map( ( [ field, context ] ): [ string, string, unknown ] => [
		field,
		'`context` is `{ post_id?: int, title?: string (≤ 500), selected_text?: string (≤ 10,000) }`',
		content( {}, { context } ),
	] ),
];

export const startCases = defineCases( 'rest', 'POST /jobs', ( add ) => {
	add(
		'answers 201 and a snapshot of every field',
		'201 and the first snapshot',
		async ( { start } ) => {
			expectSnapshot( await start( content() ), 201, {
				type: 'content',
			} );
		}
	);

	add(
		'a new job is pending, and nobody has asked the provider',
		'0 until a runner claimed the job',
		async ( { start } ) => {
			expectSnapshot( await start( content() ), 201, {
				status: 'pending',
				attempt: 0,
				needs_runner: false,
			} );
		},
		'control'
	);

	add(
		'gives a job five minutes',
		'A job lives five minutes from its start',
		async ( { started } ) => {
			const { created_at: created, expires_at: expires } =
				await started();
			const lifetime = Date.parse( expires ) - Date.parse( created );
			if ( Math.abs( lifetime - LIFETIME_MS ) > 1_000 ) {
				throw new Mismatch(
					'expires_at',
					`${ LIFETIME_MS } ms after created_at`,
					`${ lifetime } ms`
				);
			}
		}
	);

	add(
		'answers the same key with 200 and the same job',
		'the same owner and key again: 200 and the same job',
		async ( { start, newKey } ) => {
			const key = newKey();
			const { id } = expectSnapshot(
				await start( content(), { key } ),
				201
			);
			expectSnapshot( await start( content(), { key } ), 200, { id } );
		}
	);

	add(
		'answers the same key with the result, once it is there',
		'the same owner and key again: 200 and the same job',
		async ( { start, completed, newKey } ) => {
			const key = newKey();
			const { id } = await completed( content(), { key } );
			expectSnapshot( await start( content(), { key } ), 200, {
				id,
				status: 'completed',
			} );
		}
	);

	add(
		'keeps one owner’s keys apart from another’s',
		'the same owner and key again',
		async ( { start, newKey } ) => {
			const key = newKey();
			const mine = expectSnapshot(
				await start( content(), { key } ),
				201
			);
			const theirs = expectSnapshot(
				await start( content(), { key, user: 'administrator' } ),
				201
			);
			if ( mine.id === theirs.id ) {
				throw new Mismatch( 'id', 'another one', mine.id );
			}
		},
		'administrator'
	);

	for ( const [ what, other ] of [
		[ 'input', content( { tone: 'casual' } ) ],
		[ 'type', images( { prompt: content().input.prompt } ) ],
	] as const ) {
		add(
			`refuses another ${ what } under the same key`,
			'The same key with another type or input: 409 `ai_job_idempotency_conflict`',
			async ( { start, newKey } ) => {
				const key = newKey();
				await start( content(), { key } );
				expectRefusal(
					await start( other, { key } ),
					409,
					'ai_job_idempotency_conflict'
				);
			}
		);
	}

	const HOUR_MS = 3_600_000;
	const afterwards: readonly [ string, string, number, number, boolean ][] = [
		[
			'does not start again what is gone, within an hour of its acknowledgement',
			'A key whose job is gone already, within an hour of its acknowledgement: 409 `ai_job_conflict`',
			0,
			5_000,
			false,
		],
		[
			'counts that hour from the acknowledgement, not from the start',
			'Its idempotency key is taken until an hour after the acknowledgement',
			HOUR_MS,
			5_000,
			false,
		],
		[
			'takes a key again an hour after the acknowledgement',
			'Its idempotency key is taken until an hour after the acknowledgement',
			0,
			HOUR_MS,
			true,
		],
	];
	for ( const [ name, rule, waits, isGoneFor, isTaken ] of afterwards ) {
		add(
			name,
			rule,
			async ( { start, completed, act, control, newKey } ) => {
				const key = newKey();
				const { id } = await completed( content(), { key } );
				await control.advance( waits );
				await act( id, 'acknowledge' );
				await control.advance( isGoneFor );
				const again = await start( content(), { key } );
				if ( isTaken ) {
					expectSnapshot( again, 201, { attempt: 0 } );
				} else {
					expectRefusal( again, 409, 'ai_job_conflict' );
				}
			},
			'control'
		);
	}

	add( 'needs no key', 'may be missing', async ( { rest } ) => {
		const request = {
			path: '/jobs',
			method: 'POST',
			body: content(),
		} as const;
		const first = expectSnapshot( await rest( request ), 201 );
		const second = expectSnapshot( await rest( request ), 201 );
		if ( first.id === second.id ) {
			throw new Mismatch( 'id', 'another one', second.id );
		}
	} );

	add(
		'knows a key again, in the header, in the body, or in both',
		'it may be missing, or be in the header, in the body, or in both',
		async ( { start, newKey } ) => {
			const key = newKey();
			const keyed = content( {}, { idempotency_key: key } );
			const { id } = expectSnapshot(
				await start( keyed, { key: null } ),
				201
			);
			expectSnapshot( await start( keyed, { key } ), 200, { id } );
			expectSnapshot( await start( content(), { key } ), 200, { id } );
			expectSnapshot( await start( keyed, { key: null } ), 200, { id } );
		}
	);

	add(
		'refuses two keys that are different',
		'two that are different: 400',
		async ( { start, newKey } ) => {
			expectRefusal(
				await start( content( {}, { idempotency_key: newKey() } ), {
					key: newKey(),
				} ),
				400,
				'ai_job_invalid_input',
				'idempotency_key'
			);
		}
	);

	for ( const key of [ 'a key', '', 7, [ 'a' ] ] ) {
		add(
			`refuses the key ${ JSON.stringify( key ) } in the body`,
			'A key is 1 to 64 of `A–Z a–z 0–9 - _`',
			async ( { start } ) => {
				expectRefusal(
					await start( content( {}, { idempotency_key: key } ), {
						key: null,
					} ),
					400,
					'ai_job_invalid_input',
					'idempotency_key'
				);
			}
		);
	}

	add(
		'takes a key of 64 characters',
		'1 to 64 of `A–Z a–z 0–9 - _`',
		async ( { start, newKey } ) => {
			expectSnapshot(
				await start( content(), {
					key: `${ newKey() }_${ 'aZ9-'.repeat( 16 ) }`.slice(
						0,
						64
					),
				} ),
				201
			);
		}
	);

	for ( const key of [ 'a key', '\u00e4', 'x'.repeat( 65 ), 'a.b' ] ) {
		add(
			`refuses the key "${ key }"`,
			'1 to 64 of `A–Z a–z 0–9 - _`',
			async ( { start } ) => {
				expectRefusal(
					await start( content(), { key } ),
					400,
					'ai_job_invalid_input',
					'idempotency_key'
				);
			}
		);
	}

	for ( const [ what, rule, body ] of takes ) {
		add( `takes ${ what }`, rule, async ( { start } ) => {
			expectSnapshot( await start( body ), 201 );
		} );
	}

	refuses.forEach( ( [ field, rule, body ], number ) => {
		add(
			`names the wrong field: ${ field } (${ number })`,
			rule,
			async ( { start } ) => {
				const { data } = expectRefusal(
					await start( body ),
					400,
					'ai_job_invalid_input',
					field
				);
				if ( data.retryable ) {
					throw new Mismatch( 'data.retryable', 'false', 'true' );
				}
			}
		);
	} );

	add(
		'takes the post that the user edits',
		'With a `post_id` the user must be able to `edit_post` it',
		async ( { start, postId } ) => {
			expectSnapshot(
				await start( content( {}, { context: { post_id: postId } } ) ),
				201
			);
		},
		'post'
	);

	add(
		'refuses a post that the user may not edit',
		'With a `post_id` the user must be able to `edit_post` it',
		async ( { start, postId } ) => {
			expectRefusal(
				await start( content( {}, { context: { post_id: postId } } ), {
					user: 'contributor',
				} ),
				403,
				'ai_job_forbidden',
				'context.post_id'
			);
		},
		'post',
		'contributor'
	);

	add(
		'refuses what is not JSON',
		"A body that is not JSON: WordPress's own `rest_invalid_json`",
		async ( { start } ) => {
			expectAnswer( await start( '{"type":"content",' ), 400, {
				code: 'rest_invalid_json',
			} );
		}
	);

	add(
		'takes a body of 256 KiB',
		'a body over 256 KiB',
		async ( { start } ) => {
			expectSnapshot( await start( bodyOf( MAX_BODY_BYTES ) ), 201 );
		}
	);

	add(
		'refuses a body over 256 KiB',
		'a body over 256 KiB',
		async ( { start } ) => {
			expectRefusal(
				await start( bodyOf( MAX_BODY_BYTES + 1 ) ),
				413,
				'ai_job_too_large'
			);
		}
	);

	add(
		'refuses a start where no provider is configured, and tells who may where to set one up',
		'no provider is configured; `data.settings_url` for who may `manage_options`',
		async ( { start, control } ) => {
			await control.play( null );
			const { data } = expectRefusal(
				await start( content() ),
				503,
				'ai_job_no_provider'
			);
			if ( data.settings_url !== undefined ) {
				throw new Mismatch(
					'data.settings_url',
					'none for an author',
					data.settings_url
				);
			}
			const refusal = expectRefusal(
				await start( content(), { user: 'administrator' } ),
				503,
				'ai_job_no_provider'
			);
			if ( refusal.data.settings_url === undefined ) {
				throw new Mismatch(
					'data.settings_url',
					'an address for who may manage_options',
					'none'
				);
			}
		},
		'control',
		'administrator'
	);
} );
