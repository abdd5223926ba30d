import type { APIRequestContext } from '@playwright/test';

/**
 * Logs an administrator in; the cookies stay with the context, and with the
 * page that it belongs to.
 *
 * @param request
 */
export async function logIn( request: APIRequestContext ): Promise< void > {
	await request.post( '/wp-login.php', {
		form: { log: 'admin', pwd: 'password' },
	} );
}
