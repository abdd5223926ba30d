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

/** What was aimed at, in KiB: of the whole, or of what comes on top. */
const AIMS: Readonly< Record< string, number > > = {
	client: 4,
	'client and hook': 2,
	'client, hook and content popover': 6,
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
const sizeOf = ( name: string ) => {
	const found = measured.find( ( one ) => one.name === name );
	if ( ! found ) {
		throw new Error( `.size-limit.ts measures no "${ name }" any more.` );
	}
	return found.size;
};

/** What a line adds to the one that it goes on from. */
const addedBy = ( name: string ) => {
	const below = ON_TOP[ name ];
	return below === undefined ? undefined : sizeOf( name ) - sizeOf( below );
};

const rows = measured.map( ( { name, size, sizeLimit } ) => {
	const added = addedBy( name );
	const cells = [
		name,
		kib( size ),
		added === undefined ? '' : kib( added ),
		AIMS[ name ]?.toFixed( 2 ) ?? '',
		sizeLimit === undefined ? '' : kib( sizeLimit ),
	];
	return `| ${ cells.join( ' | ' ) } |`;
} );

const verdicts = Object.entries( AIMS ).map( ( [ name, aim ] ) => {
	const added = addedBy( name );
	const size = added ?? sizeOf( name );
	return `- ${ name }: ${ kib( size ) }${ added === undefined ? '' : ' on top' }, ${ size <= aim * 1024 ? 'met' : 'not met' } (at most ${ aim }).`;
} );

writeFileSync(
	join( ROOT, 'bench/size.md' ),
	`# Sizes

\`npm run build && npm run bench:size\` writes this page, with every figure and verdict on it.

KiB, minified and gzipped, as for production, by size-limit (Rolldown), all in one run. "On top" is what a line adds to the one that it goes on from. The client comes without axios, which only the REST transport has. Peers of the package (React, \`@wordpress/*\`, MSW, react-query) count only where the line names them: they are the host's own. What is loaded later counts in its own line. \`@fal-ai/client\`, \`replicate\` and \`@azure/core-lro\` are queue clients of other services, as a browser's bundle has them. Aims are what the package set out for, of "on top" where there is one; budgets are what \`npm test\` holds it to (\`.size-limit.ts\`).

| what | size | on top | aim | budget |
| --- | ---: | ---: | ---: | ---: |
${ rows.join( '\n' ) }

The aims:

${ verdicts.join( '\n' ) }
`
);
