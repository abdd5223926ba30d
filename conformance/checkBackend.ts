import { parseArgs } from 'node:util';
import type { Carrier } from './case.ts';
import { cases } from './cases/index.ts';
import { connectToUrl, type Credentials } from './httpBackend.ts';
import { describeOutcome, describeTally } from './report.ts';
import { runCase } from './runCase.ts';

const HELP = `Holds a backend to docs/wire.md and says what differs.

  wp-ai-jobs-conformance --url https://example.org --user NAME --password PASSWORD

  --url            the site's address
  --root           its REST root, where that is not /wp-json/ below the address
  --user           an author: may edit posts and upload files
  --password       an application password of theirs
  --login          the passwords are the accounts' own: log in by the site's form, with cookies and a nonce
  --administrator  NAME:PASSWORD of somebody who manages the site
  --contributor    NAME:PASSWORD of somebody who writes posts and may not upload files
  --subscriber     NAME:PASSWORD of somebody who may do neither
  --post           the id of a post of the author's
  --carrier        rest or ajax; default: both. The second needs --login
  --nonce-page     a path whose page prints admin_nonce; default: /wp-admin/post-new.php
  --only           runs the cases whose name has these words

Cases that need more than was named are left out, with a word.
It generates texts and images: let the backend use a provider that costs nothing.
`;

const OPTIONS = {
	url: { type: 'string' },
	root: { type: 'string' },
	user: { type: 'string' },
	password: { type: 'string' },
	login: { type: 'boolean', default: false },
	administrator: { type: 'string' },
	contributor: { type: 'string' },
	subscriber: { type: 'string' },
	post: { type: 'string' },
	carrier: { type: 'string' },
	'nonce-page': { type: 'string' },
	only: { type: 'string' },
	help: { type: 'boolean', default: false },
} as const;

/** What the command ends with. */
export const EXIT = { conforms: 0, differs: 1, usage: 2 } as const;

/** NAME:PASSWORD; a password may hold colons and spaces, a name no colon. */
function readCredentials( text: string | undefined ): Credentials | undefined {
	const at = text?.indexOf( ':' ) ?? -1;
	return text === undefined || at < 1
		? undefined
		: { name: text.slice( 0, at ), password: text.slice( at + 1 ) };
}

const isCarrier = ( text: string | undefined ): text is Carrier | undefined =>
	text === undefined || text === 'rest' || text === 'ajax';

/** An error, with its reason: "fetch failed" says nothing by itself. */
const describe = ( error: unknown ) =>
	error instanceof Error
		? [ error.message, error.cause instanceof Error && error.cause.message ]
				.filter( Boolean )
				.join( ': ' )
		: String( error );

/**
 * The command.
 *
 * @param args  As they were typed.
 * @param print Takes what it says.
 * @return The exit code.
 */
export async function checkBackend(
	args: readonly string[],
	print: ( text: string ) => void
): Promise< number > {
	let values;
	try {
		( { values } = parseArgs( { args: [ ...args ], options: OPTIONS } ) );
	} catch ( error ) {
		print( `${ String( error ) }\n\n${ HELP }` );
		return EXIT.usage;
	}
	const {
		root,
		url = root,
		user,
		password,
		carrier,
		only = '',
		post,
	} = values;
	if (
		values.help ||
		! url ||
		! user ||
		! password ||
		! isCarrier( carrier )
	) {
		print( HELP );
		return values.help ? EXIT.conforms : EXIT.usage;
	}
	const administrator = readCredentials( values.administrator );
	const contributor = readCredentials( values.contributor );
	const subscriber = readCredentials( values.subscriber );
	const noncePage = values[ 'nonce-page' ];

	let backend;
	try {
		backend = await connectToUrl( {
			url: url.replace( /\/$/, '' ),
			...( root !== undefined && { root } ),
			isLogin: values.login,
			postId: post === undefined ? null : Number( post ),
			...( noncePage !== undefined && { noncePage } ),
			users: {
				author: { name: user, password },
				...( administrator && { administrator } ),
				...( contributor && { contributor } ),
				...( subscriber && { subscriber } ),
			},
		} );
	} catch ( error ) {
		print( `${ url } could not be asked: ${ describe( error ) }\n` );
		return EXIT.usage;
	}

	const count = { passed: 0, failed: 0, 'left out': 0 };
	const chosen = cases.filter(
		( { carrier: door, group, name } ) =>
			( carrier ?? door ) === door &&
			`${ group }: ${ name }`.includes( only )
	);
	for ( const tried of chosen ) {
		const outcome = await runCase( tried, backend );
		count[ outcome.kind ]++;
		print( `${ describeOutcome( tried, outcome ) }\n` );
	}
	print(
		`\n${ describeTally( {
			passed: count.passed,
			failed: count.failed,
			leftOut: count[ 'left out' ],
		} ) }\n`
	);
	// A backend of which nothing could be seen has not been shown to conform.
	return count.failed === 0 && count.passed > 0
		? EXIT.conforms
		: EXIT.differs;
}
