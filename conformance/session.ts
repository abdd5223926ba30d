/** Somebody who is logged in to a site, as a browser is. */
export interface Session {
	readonly cookie: string;
	/** Of the action `wp_rest`. */
	readonly nonce: string;
}

/**
 * Logs in through the site's own form.
 *
 * @param site     The site's address.
 * @param user     Name.
 * @param password Password.
 * @throws {Error} Where the site does not let them in.
 */
export async function logIn(
	site: string,
	user: string,
	password: string
): Promise< Session > {
	const answer = await fetch( `${ site }/wp-login.php`, {
		method: 'POST',
		redirect: 'manual',
		headers: { Cookie: 'wordpress_test_cookie=WP+Cookie+check' },
		body: new URLSearchParams( {
			log: user,
			pwd: password,
			testcookie: '1',
		} ),
	} );
	// Whoever is let in is sent on; the form comes again for all others.
	if ( answer.status !== 302 ) {
		throw new Error(
			`${ user } cannot log in: ${ answer.status } from ${ site }/wp-login.php`
		);
	}
	const cookie = answer.headers
		.getSetCookie()
		.map( ( header ) => header.split( ';' )[ 0 ] )
		.join( '; ' );
	return {
		cookie,
		nonce: await ask( site, 'rest-nonce', cookie ),
	};
}

/**
 * What an action of `admin-ajax.php` says to who is logged in.
 *
 * @param site   The site's address.
 * @param action The action.
 * @param cookie Who asks.
 */
export async function ask(
	site: string,
	action: string,
	cookie: string
): Promise< string > {
	const answer = await fetch(
		`${ site }/wp-admin/admin-ajax.php?action=${ action }`,
		{ headers: { Cookie: cookie } }
	);
	return answer.text();
}
