import { randomBytes } from 'node:crypto';

/** A constant's value, as `wp-config.php` can write it. */
export type Constant = string | number | boolean;

const SALTS = [ 'AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE' ].flatMap(
	( name ) => [ `${ name }_KEY`, `${ name }_SALT` ]
);

/** A random value for each of WordPress's keys and salts. */
export function createSalts(): Readonly< Record< string, string > > {
	return Object.fromEntries(
		SALTS.map( ( name ) => [ name, randomBytes( 32 ).toString( 'hex' ) ] )
	);
}

/**
 * Writes a `wp-config.php`.
 *
 * @param constants What it defines.
 */
export function renderConfig(
	constants: Readonly< Record< string, Constant > >
): string {
	return [
		'<?php',
		...Object.entries( constants ).map(
			( [ name, value ] ) =>
				`define( '${ name }', ${ literal( value ) } );`
		),
		"$table_prefix = 'wp_';",
		"require __DIR__ . '/wp-settings.php';",
		'',
	].join( '\n' );
}

function literal( value: Constant ): string {
	return typeof value === 'string'
		? `'${ value.replace( /[\\']/g, '\\$&' ) }'`
		: String( value );
}
