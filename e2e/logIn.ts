import type { APIRequestContext } from '@playwright/test';

/**
 * Logs somebody in, by default an administrator; the cookies stay with the context, and with the
 * page that it belongs to.
 *
 * @param request
 * @param login   Whom; the password is everybody's.
 */
export async function logIn(
	request: APIRequestContext,
	login = 'admin'
): Promise< void > {
	await request.post( '/wp-login.php', {
		form: { log: login, pwd: 'password' },
	} );
}
