import { createHash } from 'node:crypto';
import {
	defaultRequestToExternal,
	defaultRequestToHandle,
} from '@wordpress/dependency-extraction-webpack-plugin/lib/util';
import type { Plugin } from 'vite';

/** The global under which WordPress offers a package, e.g. `wp.blockEditor`; undefined where it ships no script of it. */
const globalOf = ( request: string ): string | undefined => {
	const path = defaultRequestToExternal( request );
	return Array.isArray( path ) ? path.join( '.' ) : path;
};

const PREFIX = '\0wordpress:';

/**
 * Takes from WordPress what WordPress ships, and writes beside the script
 * which handles it needs (`NAME.asset.php`, as `@wordpress/scripts` does), so
 * that the list never says more or less than what is imported.
 *
 * @return The plugin for the script, and the one for modules that it loads later.
 */
export function wordpressScripts(): {
	readonly script: Plugin;
	readonly modules: Plugin;
} {
	/** What is imported by the modules that are loaded later. */
	const later = new Set< string >();
	return {
		script: {
			name: 'wordpress-scripts',
			config: () => ( {
				build: {
					rolldownOptions: {
						external: ( request ) =>
							globalOf( request ) !== undefined,
						output: {
							globals: ( request ) =>
								globalOf( request ) ?? request,
						},
					},
				},
			} ),
			generateBundle: {
				// After the style sheet is there, which counts for the version.
				order: 'post',
				handler( _options, bundle ) {
					const version = createHash( 'sha256' );
					for ( const name of Object.keys( bundle ).sort() ) {
						const output = bundle[ name ];
						version.update(
							output?.type === 'chunk'
								? output.code
								: ( output?.source ?? '' )
						);
					}
					for ( const chunk of Object.values( bundle ) ) {
						if ( chunk.type === 'chunk' && chunk.isEntry ) {
							const handles = [
								...new Set( [ ...chunk.imports, ...later ] ),
							]
								.map(
									( request ) =>
										defaultRequestToHandle( request ) ??
										request
								)
								.sort()
								.map( ( handle ) => `'${ handle }'` );
							this.emitFile( {
								type: 'asset',
								fileName: chunk.fileName.replace(
									/\.js$/,
									'.asset.php'
								),
								source: `<?php return array( 'dependencies' => array( ${ handles.join( ', ' ) } ), 'version' => '${ version.copy().digest( 'hex' ).slice( 0, 20 ) }' );\n`,
							} );
						}
					}
				},
			},
		},
		modules: {
			name: 'wordpress-modules',
			enforce: 'pre',
			resolveId( request ) {
				if ( globalOf( request ) === undefined ) {
					return null;
				}
				later.add( request );
				return `${ PREFIX }${ request }`;
			},
			load( id ) {
				// A module has no globals for its imports; it reads them from the page.
				return id.startsWith( PREFIX )
					? `module.exports = window.${ globalOf( id.slice( PREFIX.length ) ) };`
					: null;
			},
		},
	};
}
