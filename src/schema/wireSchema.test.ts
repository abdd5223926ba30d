import * as v from 'valibot';
import { expect, test } from 'vitest';
import type { JobType } from '../protocol/index.ts';
import { jsonSchemas } from './jsonSchema.ts';
import { wireSchema } from './wireSchema.ts';

const result = v.object( { summary: v.string() } );

/** What the site gets of an input. */
const inputOf = async ( input: JobType[ 'input' ] ) =>
	wireSchema( 'acme', await jsonSchemas( { name: 'acme', input, result } ) )
		.input;

test( 'names travel in snake_case, at every depth', async () => {
	expect(
		await inputOf(
			v.object( {
				postText: v.pipe( v.string(), v.trim(), v.maxLength( 5 ) ),
				maxWords: v.optional( v.pipe( v.number(), v.integer() ), 30 ),
				keyTerms: v.array( v.strictObject( { isNew: v.boolean() } ) ),
			} )
		)
	).toEqual( {
		type: 'object',
		properties: {
			post_text: { type: 'string', maxLength: 5 },
			max_words: { type: 'integer', default: 30 },
			key_terms: {
				type: 'array',
				items: {
					type: 'object',
					properties: { is_new: { type: 'boolean' } },
					required: [ 'is_new' ],
					additionalProperties: false,
				},
			},
		},
		required: [ 'post_text', 'key_terms' ],
	} );
} );

test( 'what WordPress writes otherwise is written so', async () => {
	expect(
		await inputOf(
			v.object( {
				kind: v.literal( 'short' ),
				note: v.nullable( v.string() ),
				above: v.pipe( v.number(), v.gtValue( 3 ) ),
				counts: v.record( v.string(), v.number() ),
			} )
		)
	).toMatchObject( {
		properties: {
			kind: { type: 'string', enum: [ 'short' ] },
			note: { anyOf: [ { type: 'string' }, { type: 'null' } ] },
			above: { type: 'number', minimum: 3, exclusiveMinimum: true },
			counts: { additionalProperties: { type: 'number' } },
		},
	} );
} );

test.each( [
	[
		'a name that comes back as another',
		v.object( { postHTML: v.string() } ),
		/input\.postHTML: .*Call it "postHtml"/,
	],
	[
		'a format that WordPress lets pass',
		v.object( { link: v.pipe( v.string(), v.url() ) } ),
		/input\.link: .*format "uri"/,
	],
	[
		'a list of which each place is another',
		v.object( { pair: v.tuple( [ v.string(), v.number() ] ) } ),
		/input\.pair.*WordPress/,
	],
	[
		'a rule that no JSON Schema can say',
		v.pipe(
			v.object( { text: v.string() } ),
			v.check( ( { text } ) => text !== 'x' )
		),
		/check/,
	],
] )( 'refuses %s', async ( _name, input, message ) => {
	await expect( inputOf( input ) ).rejects.toThrow( message );
} );

test( 'a schema that describes itself is asked', async () => {
	const own = {
		'~standard': {
			version: 1,
			vendor: 'other',
			validate: ( value: unknown ) => ( { value } ),
			jsonSchema: {
				input: () => ( { type: 'null' } ),
				output: ( { target }: { target: string } ) => ( {
					type: 'object',
					title: target,
				} ),
			},
		},
	} as const;
	expect( await inputOf( own ) ).toEqual( {
		type: 'object',
		title: 'draft-07',
	} );
} );

test( 'one that does not says what to use', async () => {
	await expect(
		inputOf( {
			'~standard': {
				version: 1,
				vendor: 'other',
				validate: ( value ) => ( { value } ),
			},
		} )
	).rejects.toThrow( 'Standard JSON Schema' );
} );
