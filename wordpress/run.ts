import { spawnSync } from 'node:child_process';

/**
 * Runs a program to its end.
 *
 * @param program Its name or path.
 * @param args    Its arguments.
 * @param env     Added to our environment.
 * @return What it printed.
 * @throws With all that it printed, where it fails.
 */
export function run(
	program: string,
	args: readonly string[],
	env: NodeJS.ProcessEnv = {}
): string {
	const ended = spawnSync( program, args, {
		encoding: 'utf8',
		env: { ...process.env, ...env },
	} );
	if ( ended.status !== 0 ) {
		throw new Error(
			[
				`${ program } ${ args.join( ' ' ) } failed.`,
				ended.error?.message,
				ended.stdout,
				ended.stderr,
			]
				.filter( Boolean )
				.join( '\n' )
		);
	}
	return ended.stdout;
}
