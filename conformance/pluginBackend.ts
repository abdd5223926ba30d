import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { createSite, type Site, type SiteOptions } from '../wordpress/site.ts';
import {
	readAnswer,
	toRequestInit,
	type Backend,
	type Control,
	type User,
} from './backend.ts';
import { ask, logIn } from './session.ts';

const NAMES = {
	administrator: 'admin',
	author: 'editor',
	contributor: 'contributor',
	subscriber: 'subscriber',
} as const satisfies Partial< Record< User, string > >;

const created = v.object( { id: v.number() } );

/** What the must-use plugin reads of the suite. */
interface Wish {
	readonly ahead_ms: number;
	readonly providers?: boolean;
	readonly answers?: readonly ( { readonly code: string } | null )[];
	readonly limits?: Readonly< Record< string, number > >;
}

/** A WordPress with our plugin, and what it was asked for with. */
export interface PluginBackend extends Backend {
	readonly site: Site;
}

/** Lets the suite set the site's clock, provider and limits. */
function createControl( site: Site ): Control {
	const content = join( site.path, 'wp-content' );
	const file = `${ content }/conformance.json`;
	let wish: Wish = { ahead_ms: 0 };
	const want = ( changes: Partial< Wish > ) => {
		wish = { ...wish, ...changes };
		// In one step: a request never reads half of it.
		writeFileSync( `${ file }.new`, JSON.stringify( wish ) );
		renameSync( `${ file }.new`, file );
	};
	const act = async ( path: string ) => {
		const answer = await fetch(
			`${ site.url }/wp-json/conformance/v1/${ path }`,
			{ method: 'POST' }
		);
		v.parse( v.object( { done: v.literal( true ) } ), await answer.json() );
	};
	return {
		async advance( ms ) {
			want( { ahead_ms: wish.ahead_ms + ms } );
		},
		async play( answers ) {
			want( {
				providers: answers !== null,
				answers: ( answers ?? [] ).map( ( answer ) =>
					answer === 'success' ? null : { code: answer.code }
				),
			} );
		},
		claim: ( id ) => act( `claim/${ id }` ),
		async spoilImport( id, how ) {
			if ( how === 'unusable' ) {
				await act( `damage/${ id }` );
			} else {
				writeFileSync( `${ content }/conformance-refuse-upload`, '' );
			}
		},
		async limit( { live, startsPerHour, running } ) {
			want( {
				limits: {
					...( live !== undefined && { live_jobs: live } ),
					...( startsPerHour !== undefined && {
						starts_per_hour: startsPerHour,
					} ),
					...( running !== undefined && { running } ),
				},
			} );
		},
		async reset() {
			want( {
				providers: true,
				answers: [ null ],
				limits: {},
			} );
		},
	};
}

/**
 * A real WordPress with our plugin.
 *
 * @param kind Which WordPress, on which database, with which copy of the plugin.
 */
export async function connectToPlugin(
	kind: Pick< SiteOptions, 'version' | 'database' | 'plugin' >
): Promise< PluginBackend > {
	const site = await createSite( {
		...kind,
		constants: { DISABLE_WP_CRON: true },
		muPlugins: [
			join( import.meta.dirname, 'mu-plugins/conformance.php' ),
		],
	} );
	const enter = async ( name: string ) => {
		const session = await logIn( site.url, name, 'password' );
		return {
			...session,
			classicNonce: await ask(
				site.url,
				'conformance_nonce',
				session.cookie
			),
		};
	};
	const headersOf = (
		session: { cookie: string; nonce: string } | null
	): Record< string, string > =>
		session ? { Cookie: session.cookie, 'X-WP-Nonce': session.nonce } : {};
	const create = async (
		session: { cookie: string; nonce: string },
		what: string,
		body: object
	) => {
		const answer = await fetch( `${ site.url }/wp-json/wp/v2/${ what }`, {
			method: 'POST',
			headers: {
				...headersOf( session ),
				'Content-Type': 'application/json',
			},
			body: JSON.stringify( body ),
		} );
		return v.parse( created, await answer.json() ).id;
	};

	const administrator = await enter( NAMES.administrator );
	await create( administrator, 'users', {
		username: NAMES.contributor,
		password: 'password',
		email: 'contributor@example.org',
		roles: [ 'contributor' ],
	} );
	const sessions = {
		administrator,
		author: await enter( NAMES.author ),
		contributor: await enter( NAMES.contributor ),
		subscriber: await enter( NAMES.subscriber ),
		nobody: null,
	};
	const postId = await create( sessions.author, 'posts', {
		title: 'Rain',
		status: 'draft',
	} );

	return {
		site,
		users: new Set< User >( [
			'administrator',
			'author',
			'contributor',
			'subscriber',
			'nobody',
		] ),
		postId,
		hasNonces: true,
		control: createControl( site ),
		rest: async ( user, request ) =>
			readAnswer(
				await fetch(
					`${ site.url }/wp-json/wp-ai-jobs/v1${ request.path }`,
					toRequestInit( request, headersOf( sessions[ user ] ) )
				)
			),
		classic: async ( user, fields ) =>
			readAnswer(
				await fetch( `${ site.url }/wp-admin/admin-ajax.php`, {
					method: 'POST',
					headers: headersOf( sessions[ user ] ),
					body: new URLSearchParams( {
						admin_nonce: sessions[ user ]?.classicNonce ?? '',
						...fields,
					} ),
				} )
			),
		close: () => site.stop(),
	};
}
