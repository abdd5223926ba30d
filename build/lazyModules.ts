import { createHash } from 'node:crypto';
import { basename, extname } from 'node:path';
import { build, type Plugin } from 'vite';

/**
 * Lets a classic script load a part of itself when it needs it: each module
 * that is imported by `import()` becomes a file of its own beside the script.
 * A classic script's `import()` looks there, so no address is built in.
 *
 * Such a module is bundled whole, so it should import nothing that the script
 * has too. Its name changes with its contents, as nothing else tells a browser
 * that it is another one.
 */
export function lazyModules(): Plugin {
	return {
		name: 'lazy-modules',
		async resolveDynamicImport( specifier, importer ) {
			if ( typeof specifier !== 'string' ) {
				return null;
			}
			const module = await this.resolve( specifier, importer );
			if ( ! module ) {
				return null;
			}
			const name = basename( module.id, extname( module.id ) );
			const built = await build( {
				configFile: false,
				publicDir: false,
				logLevel: 'warn',
				define: { 'process.env.NODE_ENV': '"production"' },
				build: {
					write: false,
					modulePreload: false,
					rolldownOptions: {
						input: module.id,
						preserveEntrySignatures: 'strict',
					},
				},
			} );
			const [ output ] = [ built ].flat();
			const chunk =
				output && 'output' in output ? output.output[ 0 ] : undefined;
			if ( ! chunk ) {
				throw new Error( `${ module.id } was not built.` );
			}
			const hash = createHash( 'sha256' )
				.update( chunk.code )
				.digest( 'hex' )
				.slice( 0, 8 );
			const fileName = `${ name }-${ hash }.js`;
			this.emitFile( { type: 'asset', fileName, source: chunk.code } );
			return { id: `./${ fileName }`, external: true };
		},
	};
}
