/**
 * Writes bench/size.md: what the package adds to a host's bundle, beside its
 * peers, measured by size-limit in one run.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface Measured {
	readonly name: string;
	/** In bytes. */
	readonly size: number;
	readonly sizeLimit?: number;
}

const ROOT = join( import.meta.dirname, '..' );

/** What comes on top of another bundle, by the names of the two. */
const ON_TOP: Readonly< Record< string, string > > = {
	'client and hook': 'client',
	'client, hook and react-query': 'client and hook',
	'client, hook and content popover': 'client and hook',
	'client, hook and both popovers': 'client, hook and content popover',
};

const kib = ( bytes: number ) => ( bytes / 1024 ).toFixed( 2 );

function measure(): readonly Measured[] {
	try {
		return parse(
			execFileSync( 'size-limit', [ '--json' ], {
				cwd: ROOT,
				encoding: 'utf8',
				stdio: [ 'ignore', 'pipe', 'inherit' ],
			} )
		);
	} catch ( error ) {
		// Over a budget, it fails, and has measured all the same.
		return parse( ( error as { readonly stdout: string } ).stdout );
	}
}

const parse = ( json: string ) => JSON.parse( json ) as readonly Measured[];

const measured = measure();
const sizeOf = ( name: string ) =>
	measured.find( ( one ) => one.name === name )?.size ?? NaN;

const rows = measured.map( ( { name, size, sizeLimit } ) => {
	const below = ON_TOP[ name ];
	const added = below === undefined ? '' : kib( size - sizeOf( below ) );
	const limit = sizeLimit === undefined ? '' : kib( sizeLimit );
	return `| ${ name } | ${ kib( size ) } | ${ added } | ${ limit } |`;
} );

writeFileSync(
	join( ROOT, 'bench/size.md' ),
	`# Sizes

\`npm run build && npm run bench:size\` writes this page.

KiB, minified and gzipped, as for production, by size-limit (Rolldown), all in one run. "On top" is what a line adds to the one that it goes on from. Peers of the package (React, \`@wordpress/*\`, MSW, react-query) count only where the line names them: they are the host's own. What is loaded later counts in its own line. The three packages at the end are queue clients of other services, as a browser's bundle has them. Budgets: \`.size-limit.ts\`, held by \`npm test\`.

| what | size | on top | budget |
| --- | ---: | ---: | ---: |
${ rows.join( '\n' ) }
`
);
