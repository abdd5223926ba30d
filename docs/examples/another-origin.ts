import { createAiJobClient } from 'wp-ai-jobs/client';
import { createRestTransport } from 'wp-ai-jobs/client/axios';

/**
 * A client for a page of another origin.
 *
 * @param user     Who may start jobs.
 * @param password An application password of theirs.
 */
export function connect( user: string, password: string ) {
	const client = createAiJobClient( {
		transport: createRestTransport( {
			root: 'https://example.org/wp-json/',
			headers: {
				Authorization: `Basic ${ btoa( `${ user }:${ password }` ) }`,
			},
		} ),
	} );
	return client;
}
