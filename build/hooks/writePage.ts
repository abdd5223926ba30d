import type { Hook } from './findHooks.ts';

const section = ( { name, description, params }: Hook ): string =>
	[
		`### \`${ name }\``,
		description,
		params.length > 0 &&
			[
				'| parameter | type | meaning |',
				'| --- | --- | --- |',
				...params.map(
					( param ) =>
						`| \`${ param.name }\` | \`${ param.type.replace( /\|/g, '\\|' ) }\` | ${ param.description.replace( /\|/g, '\\|' ) } |`
				),
			].join( '\n' ),
	]
		.filter( Boolean )
		.join( '\n\n' );

/**
 * The page of the plugin's hooks.
 *
 * @param hooks What it has.
 */
export function writePage( hooks: readonly Hook[] ): string {
	const all = ( kind: Hook[ 'kind' ] ) =>
		hooks
			.filter( ( hook ) => hook.kind === kind )
			.map( section )
			.join( '\n\n' );
	return `# Hooks of the plugin

What a plugin or theme can change and listen to, in PHP. Made from the source by \`npm run build:docs\`; what is written here is written there.

## Filters

${ all( 'filter' ) }

## Actions

${ all( 'action' ) }
`;
}
