import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Catch, Drift } from './drift.ts';
import { mockDrifts, pluginDrifts } from './drifts.ts';
import { mutateMock } from './mutateMock.ts';
import { mutatePlugin } from './mutatePlugin.ts';

const PAGE = join( import.meta.dirname, '../../docs/conformance.md' );
const MARK = '<!-- mutation -->';

const rows: string[] = [];
let survivors = 0;

const tell =
	( where: string ) =>
	( { what }: Drift, caught: Catch ) => {
		survivors += caught === null ? 1 : 0;
		const row = `| ${ where } | ${ what } | ${ caught ?? '**nothing**' } |`;
		rows.push( row );
		process.stdout.write( `${ row }\n` );
	};

await mutateMock( mockDrifts, tell( 'mock' ) );
await mutatePlugin( pluginDrifts, tell( 'plugin' ) );

const [ before = '' ] = readFileSync( PAGE, 'utf8' ).split( MARK );
writeFileSync(
	PAGE,
	`${ before }${ MARK }

\`npm run test:mutation\` makes copies of the mock and of the plugin differ from wire.md, one rule at a time, and demands that the suite says so. This table is written by it.

| in | what was made wrong | what found it |
| --- | --- | --- |
${ rows.join( '\n' ) }
`
);
process.stdout.write(
	`${ rows.length } drifts, ${ survivors } that nothing found\n`
);
process.exitCode = survivors === 0 ? 0 : 1;
