import { execFileSync } from 'node:child_process';
import {
	mkdirSync,
	mkdtempSync,
	readdirSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Patch versions move, so what is looked for is a branch (7.1), in whichever suite has it. */
const SUITES = [ 'trixie', 'forky', 'sid' ];

/** WordPress as Debian cuts it up. */
const PACKAGES = [
	'wordpress',
	'wordpress-theme-twentytwentyfive',
	'libphp-phpmailer',
	'php-getid3',
	'libjs-underscore',
	'libjs-jquery-ui',
	'libjs-lodash',
	'libjs-cropper',
];

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

/**
 * WordPress's files out of Debian's packages, for networks that reach a mirror
 * of Debian but not wordpress.org. The machine's own apt stays as it is:
 * sources, lists and cache are private to the call.
 *
 * @param branch Such as `7.1`.
 * @param folder Filled with WordPress.
 * @throws Where no suite has that branch.
 */
export function extractDebianWordPress( branch: string, folder: string ): void {
	const mirror = findMirror();
	const work = mkdtempSync( join( tmpdir(), 'wp-debian-' ) );
	try {
		for ( const suite of SUITES ) {
			const suiteFolder = join( work, suite );
			const apt = createPrivateApt( suiteFolder, mirror, suite );
			const offered = apt( 'apt-cache', 'show', 'wordpress' );
			if ( offered.includes( `\nVersion: ${ branch }` ) ) {
				apt( 'apt-get', 'download', ...PACKAGES );
				unpack( suiteFolder, folder );
				return;
			}
		}
	} finally {
		rmSync( work, { recursive: true, force: true } );
	}
	throw new Error( `Debian has no WordPress ${ branch }.` );
}

/** The mirror that this machine is set up to use. */
function findMirror(): string {
	const mirror = execFileSync(
		'apt-get',
		[ 'indextargets', '--format', '$(REPO_URI)', 'Created-By: Packages' ],
		{ encoding: 'utf8' }
	)
		.split( '\n' )
		.find( ( uri ) => /\/debian\/?$/.test( uri ) );
	if ( ! mirror ) {
		throw new Error( 'This machine knows no mirror of Debian.' );
	}
	return mirror;
}

function createPrivateApt( folder: string, mirror: string, suite: string ) {
	for ( const part of [ 'lists/partial', 'cache/archives/partial' ] ) {
		mkdirSync( join( folder, part ), { recursive: true } );
	}
	const sources = join( folder, 'sources.list' );
	writeFileSync(
		sources,
		`deb [signed-by=${ KEYRING }] ${ mirror } ${ suite } main\n`
	);
	const options = [
		`Dir::Etc::sourcelist=${ sources }`,
		'Dir::Etc::sourceparts=-',
		`Dir::State::lists=${ join( folder, 'lists' ) }`,
		`Dir::Cache=${ join( folder, 'cache' ) }`,
		'APT::Sandbox::User=root',
		'Acquire::Languages=none',
	].flatMap( ( option ) => [ '-o', option ] );
	const run = (
		command: 'apt-get' | 'apt-cache',
		...args: readonly string[]
	) =>
		execFileSync( command, [ '-qq', ...options, ...args ], {
			cwd: folder,
			encoding: 'utf8',
		} );
	run( 'apt-get', 'update' );
	return run;
}

function unpack( packages: string, folder: string ): void {
	const root = join( packages, 'root' );
	for ( const file of readdirSync( packages ) ) {
		if ( file.endsWith( '.deb' ) ) {
			execFileSync( 'dpkg-deb', [ '-x', join( packages, file ), root ] );
		}
	}
	const installed = join( root, 'usr/share/wordpress' );
	for ( const ofTheSystem of [ '.htaccess', 'wp-config.php' ] ) {
		rmSync( join( installed, ofTheSystem ), { force: true } );
	}
	// Debian links to libraries of other packages; a site holds no link.
	execFileSync( 'cp', [ '-rL', `${ installed }/.`, folder ] );
}
