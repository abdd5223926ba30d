import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin, Rolldown } from 'vite';

/** The file with the licenses of what a build brings along. */
export const NOTICES = 'THIRD-PARTY-NOTICES.txt';

const PACKAGE = /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+(?=[\\/])/;

/** What a package may not be passed on without. */
const TEXTS = '{license,licence,copying,notice,copyright}*';

const RULE = '='.repeat( 78 );

/** The folder of the package that a module is of; undefined for one of ours. */
const folderOf = ( module: string ): string | undefined =>
	// What rolldown itself adds to a bundle.
	module.startsWith( '\0rolldown/' )
		? 'node_modules/rolldown'
		: PACKAGE.exec( module.replace( /^\0/, '' ) )?.[ 0 ];

/**
 * The notice of a package, with its version.
 *
 * @param folder Where it is installed.
 * @throws {Error} When it has no license text: then it must not be passed on.
 */
function noticeOf( folder: string ): string {
	const { name, version, license } = JSON.parse(
		readFileSync( join( folder, 'package.json' ), 'utf8' )
	) as Record< string, string >;
	const texts = globSync( [ TEXTS, TEXTS.toUpperCase() ], { cwd: folder } )
		.sort()
		.map( ( file ) => readFileSync( join( folder, file ), 'utf8' ).trim() );
	if ( texts.length === 0 ) {
		throw new Error( `${ name } has no license text in ${ folder }.` );
	}
	return [
		RULE,
		`${ name } ${ version } (${ license })`,
		RULE,
		...texts,
	].join( '\n\n' );
}

/**
 * Writes the licenses of all packages that are in a bundle, as the bundler
 * says, into `THIRD-PARTY-NOTICES.txt` beside it.
 *
 * @param introduction What the list is of.
 * @param dependencies Packages that the bundle leaves to be installed along: those that it imports are listed too.
 * @return The plugin for the build that writes the file, and one for builds that become a part of it.
 */
export function notices(
	introduction: string,
	dependencies: readonly string[] = []
): { readonly whole: Plugin; readonly part: Plugin } {
	const folders = new Set< string >();
	const collect = ( bundle: Rolldown.OutputBundle ) => {
		for ( const output of Object.values( bundle ) ) {
			if ( output.type === 'chunk' ) {
				for ( const module of output.moduleIds ) {
					const folder = folderOf( module );
					if ( folder !== undefined ) {
						folders.add( folder );
					}
				}
				for ( const request of output.imports ) {
					const name = dependencies.find(
						( dependency ) =>
							request === dependency ||
							request.startsWith( `${ dependency }/` )
					);
					if ( name !== undefined ) {
						folders.add( `node_modules/${ name }` );
					}
				}
			}
		}
	};
	return {
		whole: {
			name: 'notices',
			generateBundle( _options, bundle ) {
				collect( bundle );
				const list = [ ...folders ].map( noticeOf );
				this.emitFile( {
					type: 'asset',
					fileName: NOTICES,
					source: `${ [ introduction, ...new Set( list.sort() ) ].join( '\n\n' ) }\n`,
				} );
			},
		},
		part: {
			name: 'notices-of-a-part',
			generateBundle( _options, bundle ) {
				collect( bundle );
			},
		},
	};
}
