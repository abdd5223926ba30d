import { readFileSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { createOpenApi, OPENAPI, renderOpenApi } from '../build/openApi.ts';
import { createSite, type Site } from '../wordpress/site.ts';
import { logIn, type Session } from './session.ts';

const LIMIT_MS = 180_000;

test( 'docs/openapi.json is as its source is: npm run build:openapi', () => {
	expect( readFileSync( OPENAPI, 'utf8' ) ).toBe( renderOpenApi() );
} );

test( 'it is OpenAPI', async () => {
	expect(
		await new Validator().validate( { ...createOpenApi() } )
	).toMatchObject( { valid: true } );
} );

const schema = v.looseObject( {
	properties: v.record( v.string(), v.unknown() ),
} );

const parameters = v.optional(
	v.array(
		v.object( { name: v.string(), in: v.string(), schema: v.unknown() } )
	),
	[]
);

const operation = v.object( {
	parameters,
	requestBody: v.optional(
		v.object( {
			content: v.object( { 'application/json': v.object( { schema } ) } ),
		} )
	),
} );

/** What the page says of the routes, as far as WordPress says it too. */
const page = v.parse(
	v.object( {
		paths: v.record(
			v.string(),
			v.object( {
				parameters,
				get: v.optional( operation ),
				post: v.optional( operation ),
			} )
		),
		components: v.object( {
			schemas: v.object( {
				Job: v.object( { oneOf: v.array( schema ) } ),
				Context: schema,
				ContentInput: schema,
				ImageInput: schema,
			} ),
		} ),
	} ),
	createOpenApi()
);

const args = v.record(
	v.string(),
	v.looseObject( { required: v.optional( v.boolean() ) } )
);

const wordPress = v.object( {
	routes: v.record(
		v.string(),
		v.object( {
			endpoints: v.array(
				v.object( {
					methods: v.array( v.string() ),
					// PHP's empty array is a list.
					args: v.union( [
						v.pipe(
							v.array( v.never() ),
							v.transform(
								(): v.InferOutput< typeof args > => ( {} )
							)
						),
						args,
					] ),
				} )
			),
		} )
	),
} );

const options = v.object( {
	schema: v.object( {
		properties: v.record( v.string(), v.looseObject( {} ) ),
	} ),
} );

/** `/jobs/(?P<id>[^/]+)/run` as OpenAPI writes it. */
const toPath = ( route: string ) =>
	route
		.replace( '/wp-ai-jobs/v1', '' )
		.replace( /\(\?P<(\w+)>[^)]*\)/g, '{$1}' );

describe( 'the plugin’s own schemas say the same', () => {
	let site: Site;
	let session: Session;
	let routes: Map<
		string,
		v.InferOutput< typeof wordPress >[ 'routes' ][ string ]
	>;
	let snapshot: Record< string, Readonly< Record< string, unknown > > >;

	beforeAll( async () => {
		site = await createSite( { constants: { DISABLE_WP_CRON: true } } );
		session = await logIn( site.url, 'editor', 'password' );
		const ask = async (
			path: string,
			method: string
		): Promise< unknown > => {
			const answer = await fetch(
				`${ site.url }/wp-json/wp-ai-jobs/v1${ path }`,
				{
					method,
					headers: {
						Cookie: session.cookie,
						'X-WP-Nonce': session.nonce,
					},
				}
			);
			return answer.json();
		};
		const index = v.parse( wordPress, await ask( '', 'GET' ) );
		routes = new Map(
			Object.entries( index.routes ).map( ( [ route, described ] ) => [
				toPath( route ),
				described,
			] )
		);
		// The index itself, and what the plugin's own screens ask for.
		routes.delete( '' );
		routes.delete( '/site-health/running' );
		routes.delete( '/site-health/storage' );
		snapshot = v.parse( options, await ask( '/jobs', 'OPTIONS' ) ).schema
			.properties;
	}, LIMIT_MS );
	afterAll( () => site?.stop() );

	const methodsOf = ( path: string ) =>
		( routes.get( path )?.endpoints ?? [] )
			.flatMap( ( { methods } ) => methods )
			.sort();

	const argsOf = ( path: string, method: string ) =>
		routes
			.get( path )
			?.endpoints.find( ( { methods } ) => methods.includes( method ) )
			?.args ?? {};

	test( 'the same routes and methods', () => {
		expect( [ ...routes.keys() ].sort() ).toEqual(
			Object.keys( page.paths ).sort()
		);
		for ( const [ path, { get, post } ] of Object.entries( page.paths ) ) {
			expect( methodsOf( path ), path ).toEqual( [
				...( get ? [ 'GET' ] : [] ),
				...( post ? [ 'POST' ] : [] ),
			] );
		}
	} );

	test( 'the same parameters, of the same types and limits', () => {
		for ( const [ path, described ] of Object.entries( page.paths ) ) {
			for ( const method of [ 'get', 'post' ] as const ) {
				const operations = described[ method ];
				if ( ! operations ) {
					continue;
				}
				const { parameters: own, requestBody } = operations;
				const body =
					requestBody?.content[ 'application/json' ].schema
						.properties ?? {};
				const expected = {
					...Object.fromEntries(
						[ ...described.parameters, ...own ]
							.filter( ( one ) => one.in !== 'header' )
							.map( ( one ) => [ one.name, one.schema ] )
					),
					...body,
				};
				const got = argsOf( path, method.toUpperCase() );
				expect(
					Object.keys( got ).sort(),
					`${ method } ${ path }`
				).toEqual( Object.keys( expected ).sort() );
				for ( const [ name, value ] of Object.entries( expected ) ) {
					// References and unions are compared below.
					if ( v.is( v.object( { type: v.string() } ), value ) ) {
						expect(
							got[ name ],
							`${ method } ${ path } ${ name }`
						).toMatchObject( value );
					}
				}
			}
		}
	} );

	test( 'the same inputs and context: fields, required ones, choices and limits', () => {
		const { input, context } = argsOf( '/jobs', 'POST' );
		expect( context ).toMatchObject( {
			properties: page.components.schemas.Context.properties,
		} );
		const { ContentInput, ImageInput } = page.components.schemas;
		expect( input?.[ 'anyOf' ] ).toEqual( [
			{ title: 'content', ...ContentInput },
			{ title: 'image', ...ImageInput },
			{ type: 'object' },
		] );
	} );

	test( 'the same fields of a job, and the same statuses', () => {
		const variants = page.components.schemas.Job.oneOf;
		const fields = new Set(
			variants.flatMap( ( { properties } ) => Object.keys( properties ) )
		);
		expect( Object.keys( snapshot ).sort() ).toEqual(
			[ ...fields ].sort()
		);
		const statuses = variants.flatMap( ( { properties } ) => {
			const status = v.parse(
				v.union( [
					v.object( { const: v.string() } ),
					v.object( { enum: v.array( v.string() ) } ),
				] ),
				properties[ 'status' ]
			);
			return 'const' in status ? [ status.const ] : status.enum;
		} );
		expect( snapshot[ 'status' ]?.[ 'enum' ] ).toEqual(
			expect.arrayContaining( statuses )
		);
		expect( statuses ).toHaveLength( 6 );
	} );
} );
