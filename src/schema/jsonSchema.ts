import type {
	StandardJSONSchemaV1,
	StandardSchemaV1,
} from '@standard-schema/spec';
import type { GenericSchema } from 'valibot';
import type { JobType } from '../protocol/index.ts';
import { LIBRARY_OPTIONS } from './libraryOptions.ts';
import type { JsonSchema, WireSchema } from './wireSchema.ts';

/** What changes a text and leaves it a text: done in the browser, nothing for a site to check. */
const CHANGES = [
	'trim',
	'trim_start',
	'trim_end',
	'normalize',
	'to_lower_case',
	'to_upper_case',
];

const isValibot = ( schema: StandardSchemaV1 ): schema is GenericSchema =>
	schema[ '~standard' ].vendor === 'valibot';

const canDescribeItself = (
	schema: object & { readonly '~standard': object }
): schema is StandardJSONSchemaV1 => 'jsonSchema' in schema[ '~standard' ];

/** What is missing where a library's schemas do not describe themselves. */
const MISSING: Readonly< Record< string, string > > = {
	zod: "zod's do from 4.2 on, those of zod/mini do not: npm install zod@^4.2, and declare it with zod.",
	arktype: "arktype's do from 2.2 on: npm install arktype@^2.2",
};

/**
 * The JSON Schema of a schema. Those of zod 4.2 and arktype 2.2 on describe
 * themselves (Standard JSON Schema); valibot's need `@valibot/to-json-schema`.
 *
 * @param schema A Standard Schema.
 * @param side   Of what goes in, or of what comes out.
 */
async function jsonSchema(
	schema: StandardSchemaV1,
	side: 'input' | 'output'
): Promise< JsonSchema > {
	if ( canDescribeItself( schema ) ) {
		return schema[ '~standard' ].jsonSchema[ side ]( {
			target: 'draft-07',
			libraryOptions: LIBRARY_OPTIONS[ schema[ '~standard' ].vendor ],
		} );
	}
	if ( ! isValibot( schema ) ) {
		const { vendor } = schema[ '~standard' ];
		throw new Error(
			`A schema of "${ vendor }" does not tell its JSON Schema: ${ MISSING[ vendor ] ?? 'use valibot, zod 4.2, arktype 2.2 or another that implements Standard JSON Schema.' }`
		);
	}
	const { toJsonSchema } = await import( '@valibot/to-json-schema' ).catch(
		( cause: unknown ) => {
			throw new Error(
				'valibot tells its JSON Schema by another package: npm install --save-dev @valibot/to-json-schema',
				{ cause }
			);
		}
	);
	return {
		...toJsonSchema( schema, {
			typeMode: side,
			ignoreActions: CHANGES,
		} ),
	};
}

/**
 * The same, in an error's words by its place.
 *
 * @param schema A Standard Schema.
 * @param side   See above.
 * @param place  The place.
 */
async function jsonSchemaAt(
	schema: StandardSchemaV1,
	side: 'input' | 'output',
	place: string
): Promise< JsonSchema > {
	try {
		return await jsonSchema( schema, side );
	} catch ( cause ) {
		throw new Error(
			`${ place }: ${ cause instanceof Error ? cause.message : String( cause ) }`,
			{ cause }
		);
	}
}

/**
 * The JSON Schemas of a job type: of what travels, which is what comes out of
 * the input's schema and what goes into the result's.
 *
 * @param type The type, as declared with `defineJobType`.
 * @throws {Error} When its schemas have none; says what to install.
 */
export const jsonSchemas = async ( {
	name,
	input,
	result,
}: Pick< JobType, 'name' | 'input' | 'result' > ): Promise< WireSchema > => ( {
	input: await jsonSchemaAt( input, 'output', `${ name }: input` ),
	result: await jsonSchemaAt( result, 'input', `${ name }: result` ),
} );
