import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/**
 * Runs a program to its end.
 *
 * @param program Its name or path.
 * @param args    Its arguments.
 * @param env     Added to our environment.
 * @return What it printed.
 * @throws With all that it printed, where it fails.
 */
export async function run(
	program: string,
	args: readonly string[],
	env: NodeJS.ProcessEnv = {}
): Promise< string > {
	try {
		const { stdout } = await promisify( execFile )( program, args, {
			env: { ...process.env, ...env },
		} );
		return stdout;
	} catch ( error ) {
		// execFile's own message repeats the command and stderr, not stdout.
		const { stdout } = error as { stdout?: string };
		throw new Error(
			[ String( error ), stdout ].filter( Boolean ).join( '\n' ),
			{ cause: error }
		);
	}
}
