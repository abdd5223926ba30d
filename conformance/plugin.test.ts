import { join } from 'node:path';
import { describe } from 'vitest';
import { createSite, type SiteOptions } from '../wordpress/site.ts';
import { ajaxCases } from './ajaxCases.ts';
import {
	readAnswer,
	toRequestInit,
	type Backend,
	type User,
} from './backend.ts';
import { imageCases } from './imageCases.ts';
import { restCases } from './restCases.ts';
import { ask, logIn } from './session.ts';

const names = {
	administrator: 'admin',
	author: 'editor',
	subscriber: 'subscriber',
} as const satisfies Partial< Record< User, string > >;

async function connectToPlugin(
	kind: Pick< SiteOptions, 'version' | 'database' >
): Promise< Backend > {
	const site = await createSite( {
		...kind,
		constants: { DISABLE_WP_CRON: true },
		muPlugins: [
			join( import.meta.dirname, 'mu-plugins/conformance.php' ),
		],
	} );
	const enter = async ( name: string ) => {
		const session = await logIn( site.url, name );
		return {
			...session,
			classicNonce: await ask(
				site.url,
				'conformance_nonce',
				session.cookie
			),
		};
	};
	const sessions = {
		administrator: await enter( names.administrator ),
		author: await enter( names.author ),
		subscriber: await enter( names.subscriber ),
		nobody: null,
	};
	const headersOf = ( user: User ): Record< string, string > => {
		const session = sessions[ user ];
		return session
			? { Cookie: session.cookie, 'X-WP-Nonce': session.nonce }
			: {};
	};

	const post = await fetch( `${ site.url }/wp-json/wp/v2/posts`, {
		method: 'POST',
		headers: {
			...headersOf( 'author' ),
			'Content-Type': 'application/json',
		},
		body: JSON.stringify( { title: 'Rain', status: 'draft' } ),
	} );
	const { id: postId } = ( await post.json() ) as { id: number };

	return {
		postId,
		rest: async ( user, request ) =>
			readAnswer(
				await fetch(
					`${ site.url }/wp-json/wp-ai-jobs/v1${ request.path }`,
					toRequestInit( request, headersOf( user ) )
				)
			),
		ajax: async ( user, fields ) =>
			readAnswer(
				await fetch( `${ site.url }/wp-admin/admin-ajax.php`, {
					method: 'POST',
					headers: headersOf( user ),
					body: new URLSearchParams( {
						admin_nonce: sessions[ user ]?.classicNonce ?? '',
						...fields,
					} ),
				} )
			),
		close: () => site.stop(),
	};
}

// Each version and each database once.
const sites = [
	{ version: '7.1', database: 'sqlite' },
	{ version: '6.8', database: 'mariadb' },
] as const;

describe.each( sites )(
	'the plugin, WordPress $version on $database',
	( kind ) => {
		const connect = () => connectToPlugin( kind );
		describe( 'over REST', () => restCases( connect ) );
		describe( 'images over REST', () => imageCases( connect ) );
		describe( 'over the classic wire', () => ajaxCases( connect ) );
	}
);
