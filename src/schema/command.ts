#!/usr/bin/env node
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { JobType } from '../protocol/index.ts';
import { jsonSchemas } from './jsonSchema.ts';
import { wireSchema } from './wireSchema.ts';

const USAGE = `Usage: wp-ai-jobs-schema MODULE FOLDER

Writes the JSON Schema of every job type that a module exports, as
FOLDER/NAME.json, for wpaijobs_register_type(). A module in TypeScript
needs Node 22.18 or later.

  wp-ai-jobs-schema src/summary.ts build
`;

const isSchema = ( value: unknown ): value is JobType[ 'input' ] =>
	( typeof value === 'object' || typeof value === 'function' ) &&
	value !== null &&
	'~standard' in value;

const isJobType = ( value: unknown ): value is JobType =>
	typeof value === 'object' &&
	value !== null &&
	'name' in value &&
	'input' in value &&
	'result' in value &&
	isSchema( value.input ) &&
	isSchema( value.result );

/**
 * Imports the module that declares them.
 *
 * @param module Its path.
 * @throws {Error} Where Node cannot read it; says what to do.
 */
async function load( module: string ): Promise< object > {
	try {
		return Object(
			await import( pathToFileURL( resolve( module ) ).href )
		);
	} catch ( error ) {
		if (
			error instanceof Error &&
			'code' in error &&
			error.code === 'ERR_UNKNOWN_FILE_EXTENSION'
		) {
			throw new Error(
				`Node ${ process.versions.node } cannot read ${ module }: TypeScript needs Node 22.18 or later. Or give the JavaScript that your build makes of it.`,
				{ cause: error }
			);
		}
		if (
			error instanceof SyntaxError &&
			error.message.includes( 'outside a module' )
		) {
			throw new Error(
				`Node reads ${ module } as CommonJS. Write "type": "module" into your package.json, or let the file's name end in .mts or .mjs.`,
				{ cause: error }
			);
		}
		throw error;
	}
}

async function write( module: string, folder: string ): Promise< void > {
	const types = Object.values( await load( module ) ).filter( isJobType );
	if ( types.length === 0 ) {
		throw new Error(
			`${ module } exports no job type that was declared with defineJobType().`
		);
	}
	mkdirSync( folder, { recursive: true } );
	for ( const type of types ) {
		const file = join( folder, `${ type.name }.json` );
		const schema = wireSchema( type.name, await jsonSchemas( type ) );
		writeFileSync( file, `${ JSON.stringify( schema, null, '\t' ) }\n` );
		process.stdout.write( `${ file }\n` );
	}
}

const [ module, folder ] = process.argv.slice( 2 );
if ( module === undefined || folder === undefined ) {
	process.stderr.write( USAGE );
	process.exitCode = 2;
} else {
	await write( module, folder ).catch( ( error: unknown ) => {
		process.stderr.write(
			`${ error instanceof Error ? error.message : String( error ) }\n`
		);
		process.exitCode = 1;
	} );
}
