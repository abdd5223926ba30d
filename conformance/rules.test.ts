import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cases } from './cases/index.ts';

const plain = ( text: string ) =>
	text.replace( /[’‘]/g, "'" ).replace( /\s+/g, ' ' );

const wire = plain(
	readFileSync( join( import.meta.dirname, '../docs/wire.md' ), 'utf8' )
);

test( 'every case stands on words of docs/wire.md', () => {
	const strangers = cases.filter(
		( { rule } ) => ! wire.includes( plain( rule ) )
	);
	expect(
		strangers.map( ( { name, rule } ) => `${ name }: ${ rule }` )
	).toEqual( [] );
} );

test( 'no two cases have one name', () => {
	const names = cases.map( ( { group, name } ) => `${ group }: ${ name }` );
	expect(
		names.filter( ( name, at ) => names.indexOf( name ) !== at )
	).toEqual( [] );
} );
