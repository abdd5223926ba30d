import {
	readAnswer,
	toRequestInit,
	type Backend,
	type User,
} from './backend.ts';
import { LeftOut } from './case.ts';
import { logIn, type Session } from './session.ts';

/** Somebody's name and password: an application password, or with `isLogin` the account's own. */
export interface Credentials {
	readonly name: string;
	readonly password: string;
}

export interface HttpBackendOptions {
	/** The site's address, without a slash at the end. */
	readonly url: string;
	/** Its REST root, as WordPress's `rest_url()` gives it; both `…/wp-json/` and `…/?rest_route=/`. Default: the first. */
	readonly root?: string;
	/** The author, and who else is known. */
	readonly users: Partial< Readonly< Record< User, Credentials > > >;
	/** Log in by the site's form and send cookies and a nonce, as a browser does. Default: application passwords. */
	readonly isLogin?: boolean;
	/** A post of the author's. */
	readonly postId?: number | null;
	/** A page that prints `admin_nonce`, for the classic carrier. Default: that of a new post. */
	readonly noncePage?: string;
}

const ADMIN_NONCE = /admin_nonce["']?\s*[:=]\s*["']([\da-f]+)/;

/**
 * Anybody's backend, over HTTP alone.
 *
 * @param options Where it is, and who asks.
 * @throws {Error} Where it does not answer, or does not let its author in.
 */
export async function connectToUrl( {
	url,
	root = `${ url }/wp-json/`,
	users,
	isLogin = false,
	postId = null,
	noncePage = '/wp-admin/post-new.php',
}: HttpBackendOptions ): Promise< Backend > {
	const sessions = new Map< User, Session >();
	const nonces = new Map< User, string >();
	const known = new Map< User, Credentials >();
	for ( const user of [
		'author',
		'administrator',
		'contributor',
		'subscriber',
	] as const ) {
		const credentials = users[ user ];
		if ( ! credentials ) {
			continue;
		}
		known.set( user, credentials );
		if ( isLogin ) {
			const session = await logIn(
				url,
				credentials.name,
				credentials.password
			);
			sessions.set( user, session );
			const page = await fetch( url + noncePage, {
				headers: { Cookie: session.cookie },
			} );
			const [ , nonce ] = ADMIN_NONCE.exec( await page.text() ) ?? [];
			if ( nonce !== undefined ) {
				nonces.set( user, nonce );
			}
		}
	}
	const headersOf = ( user: User ): Record< string, string > => {
		const session = sessions.get( user );
		if ( session ) {
			return { Cookie: session.cookie, 'X-WP-Nonce': session.nonce };
		}
		const credentials = known.get( user );
		return credentials
			? {
					Authorization: `Basic ${ Buffer.from(
						`${ credentials.name }:${ credentials.password }`
					).toString( 'base64' ) }`,
				}
			: {};
	};
	const base = `${ root.replace( /\/?$/, '/' ) }wp-ai-jobs/v1`;
	const rest: Backend[ 'rest' ] = async ( user, request ) =>
		readAnswer(
			await fetch(
				base +
					( base.includes( '?' )
						? request.path.replace( '?', '&' )
						: request.path ),
				toRequestInit( request, headersOf( user ) )
			)
		);
	const { status, text } = await rest( 'author', { path: '/capabilities' } );
	if ( status === 401 ) {
		throw new Error(
			`${ users.author?.name } is not let in: ${ status } ${ text }`
		);
	}

	return {
		users: new Set< User >( [ ...known.keys(), 'nobody' ] ),
		postId,
		control: null,
		hasNonces: isLogin,
		rest,
		async classic( user, fields ) {
			if ( ! isLogin ) {
				throw new LeftOut( 'the classic carrier needs --login' );
			}
			// Who is not logged in has none.
			const nonce = user === 'nobody' ? '' : nonces.get( user );
			if ( nonce === undefined || ! nonces.has( 'author' ) ) {
				throw new LeftOut(
					`${ noncePage } prints no admin_nonce for ${ users[ user ]?.name ?? user }`
				);
			}
			return readAnswer(
				await fetch( `${ url }/wp-admin/admin-ajax.php`, {
					method: 'POST',
					headers: headersOf( user ),
					body: new URLSearchParams( {
						admin_nonce: nonce,
						...fields,
					} ),
				} )
			);
		},
		async close() {},
	};
}
