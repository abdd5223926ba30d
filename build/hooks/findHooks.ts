import { globSync, readFileSync } from 'node:fs';

/** An action or filter of the plugin, as its docblock tells. */
export interface Hook {
	readonly name: string;
	readonly kind: 'action' | 'filter';
	/** Markdown. */
	readonly description: string;
	readonly params: readonly {
		readonly type: string;
		readonly name: string;
		readonly description: string;
	}[];
}

/** A docblock and the statement after it, up to the hook that is fired there. */
const DOCUMENTED =
	/\/\*\*((?:(?!\*\/)[^])*)\*\/(?:(?!\/\*\*|;\n)[^])*?\b(apply_filters|do_action)\(\s*'(wpaijobs_[a-z_]+)'/g;
const FIRED = /\b(?:apply_filters|do_action)\(\s*'(wpaijobs_[a-z_]+)'/g;
const PARAM = /^@param +(\S+) +(\$\w+) +([^]*)$/;

/**
 * Reads the hooks out of PHP.
 *
 * @param php The code.
 */
export function findHooks( php: string ): Hook[] {
	return Array.from(
		php.matchAll( DOCUMENTED ),
		( [ , comment = '', call, name = '' ] ): Hook => {
			const [ description = '', ...tags ] = comment
				.replace( /^\s*\* ?/gm, '' )
				.split( /^(?=@)/m );
			return {
				name,
				kind: call === 'do_action' ? 'action' : 'filter',
				description: toMarkdown( description ),
				params: tags.flatMap( ( tag ) => {
					const [ , type = '', param = '', text = '' ] =
						PARAM.exec( tag.trim() ) ?? [];
					return param
						? [
								{
									type,
									name: param,
									description: text.replace( /\s+/g, ' ' ),
								},
							]
						: [];
				} ),
			};
		}
	).filter( ( { description } ) => ! /is documented in/.test( description ) );
}

/** Text that is indented by four is code in a docblock too. */
function toMarkdown( text: string ): string {
	return text
		.trim()
		.replace(
			/(?:^ {4}.*\n?)+/gm,
			( code ) =>
				`\`\`\`text\n${ code.replace( /^ {4}/gm, '' ).trim() }\n\`\`\`\n`
		)
		.replace( /\n{3,}/g, '\n\n' )
		.trim();
}

/**
 * All hooks of the plugin, by name.
 *
 * @throws {Error} When one has no docblock.
 */
export function pluginHooks(): Hook[] {
	const hooks = new Map< string, Hook >();
	const fired = new Set< string >();
	for ( const path of globSync( 'plugin/{includes/**/*,*}.php' ).sort() ) {
		const php = readFileSync( path, 'utf8' );
		for ( const [ , name = '' ] of php.matchAll( FIRED ) ) {
			fired.add( name );
		}
		for ( const hook of findHooks( php ) ) {
			hooks.set( hook.name, hook );
		}
	}
	const unknown = [ ...fired ].filter( ( name ) => ! hooks.has( name ) );
	if ( unknown.length > 0 ) {
		throw new Error( `Without a docblock: ${ unknown.join( ', ' ) }` );
	}
	return [ ...hooks.values() ].sort( ( a, b ) =>
		a.name < b.name ? -1 : 1
	);
}
