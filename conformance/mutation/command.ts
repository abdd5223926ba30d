import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Catch, Drift } from './drift.ts';
import { mockDrifts, pluginDrifts } from './drifts.ts';
import { mutateMock } from './mutateMock.ts';
import { mutatePlugin } from './mutatePlugin.ts';

const PAGE = join( import.meta.dirname, '../../docs/conformance.md' );
const MARK = '<!-- mutation -->';

/** `-- --only WORDS` tries some of them again, and leaves the other rows as they are. */
const { only = '' } = parseArgs( {
	options: { only: { type: 'string' } },
} ).values;
const chosen = ( drifts: readonly Drift[] ) =>
	drifts.filter( ( { what } ) => what.includes( only ) );

const [ before = '', written = '' ] = readFileSync( PAGE, 'utf8' ).split(
	MARK
);
/** By the drift, without what found it. */
const rows = new Map< string, string >();
for ( const row of written.split( '\n' ) ) {
	const [ , where, what, caught ] =
		/^\| (mock|plugin) \| (.+) \| (.+) \|$/.exec( row ) ?? [];
	if ( only !== '' && caught !== undefined ) {
		rows.set( `| ${ where } | ${ what }`, caught );
	}
}
let survivors = 0;

const tell =
	( where: string ) =>
	( { what }: Drift, caught: Catch ) => {
		survivors += caught === null ? 1 : 0;
		const name = `| ${ where } | ${ what }`;
		rows.set( name, caught ?? '**nothing**' );
		process.stdout.write( `${ name } | ${ caught ?? 'nothing' } |\n` );
	};

await mutateMock( chosen( mockDrifts ), tell( 'mock' ) );
await mutatePlugin( chosen( pluginDrifts ), tell( 'plugin' ) );

writeFileSync(
	PAGE,
	`${ before }${ MARK }

\`npm run test:mutation\` makes copies of the mock and of the plugin differ from wire.md, one rule at a time, and demands that the suite says so. This table is written by it.

| in | what was made wrong | what found it |
| --- | --- | --- |
${ [ ...rows ].map( ( [ name, caught ] ) => `${ name } | ${ caught } |` ).join( '\n' ) }
`
);
process.stdout.write(
	`${ rows.size } drifts, ${ survivors } that nothing found\n`
);
process.exitCode = survivors === 0 ? 0 : 1;
