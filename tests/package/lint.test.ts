import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
	checkPackage,
	createPackageFromTarballData,
} from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { expect, inject, test } from 'vitest';

test( 'publint finds nothing', async () => {
	const { messages, pkg } = await publint( {
		pkgDir: join( inject( 'unpacked' ), 'node_modules/wp-ai-jobs' ),
		pack: false,
		strict: true,
	} );
	expect(
		messages.map( ( message ) => formatMessage( message, pkg ) )
	).toEqual( [] );
} );

test( 'types resolve to what is loaded, for bundlers and for Node’s modules', async () => {
	const analysis = await checkPackage(
		createPackageFromTarballData(
			new Uint8Array( readFileSync( inject( 'tarball' ) ) )
		),
		{
			excludeEntrypoints: [
				'./styles.css',
				'./package.json',
				/languages/,
			],
		}
	);
	if ( ! analysis.types ) {
		throw new Error( 'The package has no types.' );
	}
	// ES modules alone: neither `require` nor the resolution of before `exports` finds it.
	const supported = analysis.problems.filter(
		( problem ) =>
			! (
				'resolutionKind' in problem &&
				( problem.resolutionKind === 'node10' ||
					problem.resolutionKind === 'node16-cjs' )
			)
	);
	expect( supported ).toEqual( [] );
	expect( Object.keys( analysis.entrypoints ).sort() ).toEqual( [
		'.',
		'./client',
		'./client/axios',
		'./editor',
		'./mocks',
		'./mocks/playwright',
		'./react',
	] );
} );
