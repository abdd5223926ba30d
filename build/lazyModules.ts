import { build, type Plugin, type PluginOption, type Rolldown } from 'vite';

/**
 * Lets a classic script load a part of itself when it needs it: each module
 * that is imported by `import()` becomes a file of its own beside the script,
 * as do those that it imports in this way itself. A classic script's
 * `import()` looks there, so no address is built in.
 *
 * Such a part is bundled whole: a module that the script imports too would be
 * there twice, so what has a state is handed over, not imported by both. Its
 * styles go into the script's style sheet. Its name changes with its contents,
 * as nothing else tells a browser that it is another one.
 *
 * @param plugins What the parts are built with.
 */
export function lazyModules( plugins: readonly PluginOption[] ): Plugin {
	let styles: string[] = [];
	return {
		name: 'lazy-modules',
		buildStart() {
			styles = [];
		},
		async resolveDynamicImport( specifier, importer ) {
			if ( typeof specifier !== 'string' ) {
				return null;
			}
			const module = await this.resolve( specifier, importer );
			if ( ! module ) {
				return null;
			}
			const files = await buildPart( module.id, plugins );
			let entry: string | undefined;
			for ( const file of files ) {
				if ( file.type === 'chunk' ) {
					if (
						! file.isEntry &&
						file.viteMetadata?.importedCss.size
					) {
						throw new Error(
							`${ file.name } has styles of its own, which would be looked for where they are not. Import them where the part begins.`
						);
					}
					this.emitFile( {
						type: 'asset',
						fileName: file.fileName,
						source: file.code,
					} );
					entry = file.isEntry ? file.fileName : entry;
				} else if ( file.fileName.endsWith( '.css' ) ) {
					styles.push( String( file.source ) );
				}
			}
			if ( ! entry ) {
				throw new Error( `${ module.id } was not built.` );
			}
			return { id: `./${ entry }`, external: true };
		},
		generateBundle: {
			// After the script's own style sheet is there.
			order: 'post',
			handler( _options, bundle ) {
				const sheet = Object.values( bundle ).find( ( { fileName } ) =>
					fileName.endsWith( '.css' )
				);
				if ( styles.length === 0 ) {
					return;
				}
				if ( sheet?.type !== 'asset' ) {
					throw new Error(
						'A lazy module has styles, and the script has no style sheet to take them.'
					);
				}
				sheet.source = [ ...styles, String( sheet.source ) ].join( '' );
			},
		},
	};
}

async function buildPart(
	id: string,
	plugins: readonly PluginOption[]
): Promise< Rolldown.RolldownOutput[ 'output' ] > {
	const built = await build( {
		configFile: false,
		publicDir: false,
		logLevel: 'warn',
		plugins: [ ...plugins ],
		define: { 'process.env.NODE_ENV': '"production"' },
		build: {
			write: false,
			modulePreload: false,
			// One sheet, which goes into the script's: a chunk must not wait for one of its own.
			cssCodeSplit: false,
			rolldownOptions: {
				input: id,
				preserveEntrySignatures: 'strict',
				output: {
					entryFileNames: '[name]-[hash].js',
					chunkFileNames: '[name]-[hash].js',
				},
			},
		},
	} );
	const [ result ] = [ built ].flat();
	if ( ! result || ! ( 'output' in result ) ) {
		throw new Error( `${ id } was not built.` );
	}
	return result.output;
}
