import { join } from 'node:path';
import {
	test as base,
	expect,
	type BrowserContext,
	type Cookie,
} from '@playwright/test';
import { LOCAL_SERVERS } from '../wordpress/muPlugins.ts';
import { createSite, type Site, type SiteOptions } from '../wordpress/site.ts';
import { Editor } from './editor.ts';
import { logIn } from './logIn.ts';
import { NetworkLog } from './networkLog.ts';
import { type OpenAiServer, startOpenAiServer } from './openaiServer.ts';

/** What answers: the plugin's demo, or the test's server, by way of our provider or of core's AI Client. */
type Asked = 'demo' | 'openai' | 'core';

/** What a spec file may choose; each choice of a site's has a site of its own. */
export interface E2eOptions {
	readonly version: NonNullable< SiteOptions[ 'version' ] >;
	readonly constants: NonNullable< SiteOptions[ 'constants' ] >;
	/** Names of files in `mu-plugins/`, without the ending. */
	readonly muPlugins: readonly string[];
	readonly asks: Asked;
	/** How long the test's server takes for an answer, in ms. No choice of a site's. */
	readonly providerDelayMs: number;
	/** Whether `editor` begins with a new post. Opening one takes seconds; a test that opens something else need not wait. No choice of a site's. */
	readonly opensPost: boolean;
}

type TestOption = 'providerDelayMs' | 'opensPost';

interface WorkerFixtures extends Omit< E2eOptions, TestOption > {
	readonly openAiServer: OpenAiServer;
	readonly site: Site;
	/** One for all tests of a worker, so that the browser keeps the editor's scripts, read and compiled. */
	readonly sharedContext: BrowserContext;
	/** An administrator's, who is logged in. */
	readonly cookies: readonly Cookie[];
}

interface TestFixtures extends Pick< E2eOptions, TestOption > {
	/** Leaves nothing of a test to the next one: a site and its server have many. */
	readonly clearsUp: void;
	/** The test's server, and the calls of this test. */
	readonly provider: OpenAiServer;
	/** The requests to the plugin that the browser sends. */
	readonly network: NetworkLog;
	/** An administrator's editor. */
	readonly editor: Editor;
}

/** Long enough to see a job wait, short enough to wait for. */
const DELAY_MS = 500;

/** On every site: what keeps one test from meeting another. */
const BETWEEN_TESTS = [ 'stop-jobs', 'fixed-preferences' ];

export const test = base.extend< TestFixtures, WorkerFixtures >( {
	version: [ '7.1', { option: true, scope: 'worker' } ],
	constants: [ {}, { option: true, scope: 'worker' } ],
	muPlugins: [ [], { option: true, scope: 'worker' } ],
	asks: [ 'openai', { option: true, scope: 'worker' } ],
	providerDelayMs: [ DELAY_MS, { option: true } ],
	opensPost: [ true, { option: true } ],

	openAiServer: [
		async ( {}, provide ) => {
			const server = await startOpenAiServer( { delayMs: DELAY_MS } );
			await provide( server );
			await server.stop();
		},
		{ scope: 'worker' },
	],

	site: [
		async (
			{ version, constants, muPlugins, asks, openAiServer },
			provide
		) => {
			const site = await createSite( {
				version,
				constants,
				muPlugins: [
					LOCAL_SERVERS,
					...[ ...BETWEEN_TESTS, ...muPlugins ].map( ( name ) =>
						join(
							import.meta.dirname,
							'mu-plugins',
							`${ name }.php`
						)
					),
				],
				env: environment( asks, openAiServer.url ),
			} );
			// What a fresh site has due would keep WP-Cron busy when the first job comes.
			await fetch( `${ site.url }/wp-cron.php` ).then( ( answer ) =>
				answer.text()
			);
			await provide( site );
			await site.stop();
		},
		{ scope: 'worker', timeout: 300_000 },
	],

	sharedContext: [
		async ( { browser, site }, provide ) => {
			const context = await browser.newContext( { baseURL: site.url } );
			// It stays open, so that the pages of tests are tabs of one window: a window costs as much as a page.
			await context.newPage();
			await provide( context );
			await context.close();
		},
		{ scope: 'worker' },
	],

	cookies: [
		async ( { playwright, site }, provide ) => {
			const request = await playwright.request.newContext( {
				baseURL: site.url,
			} );
			await logIn( request );
			const { cookies } = await request.storageState();
			await request.dispose();
			await provide( cookies );
		},
		{ scope: 'worker' },
	],

	clearsUp: [
		async ( { site, openAiServer, providerDelayMs }, provide ) => {
			openAiServer.reset( providerDelayMs );
			await provide();
			openAiServer.reset( providerDelayMs );
			const answer = await fetch( `${ site.url }/?e2e_stop_jobs` );
			expect( await answer.text() ).toContain( 'Stopped.' );
		},
		{ auto: true },
	],

	provider: async ( { openAiServer }, provide ) => provide( openAiServer ),

	baseURL: async ( { site }, provide ) => provide( site.url ),

	context: async ( { sharedContext, site, actionTimeout }, provide ) => {
		const context = sharedContext;
		context.setDefaultTimeout( actionTimeout ?? 0 );
		const [ kept ] = context.pages();
		if ( ! kept ) {
			throw new Error( 'The window was closed.' );
		}
		// What the last test's pages kept goes without them: a page that closes may write.
		const devtools = await context.newCDPSession( kept );
		await devtools.send( 'Storage.clearDataForOrigin', {
			origin: site.url,
			storageTypes: 'local_storage',
		} );
		await devtools.detach();
		await context.clearCookies();
		await provide( context );
		await Promise.all(
			context
				.pages()
				.filter( ( page ) => page !== kept )
				.map( ( page ) => page.close() )
		);
		await context.setOffline( false );
	},

	page: async ( { context, viewport }, provide ) => {
		const page = await context.newPage();
		if ( viewport ) {
			await page.setViewportSize( viewport );
		}
		await provide( page );
	},

	network: async ( { page }, provide ) => {
		await provide( new NetworkLog( page ) );
	},

	editor: async ( { page, site, cookies, opensPost }, provide ) => {
		const errors: string[] = [];
		page.on( 'console', ( message ) => {
			// What the browser itself says of what a test has done on purpose, and of core's pictures on other servers, which are not asked.
			const isOnPurpose =
				/ERR_INTERNET_DISCONNECTED|ERR_NAME_NOT_RESOLVED|429 \(Too Many Requests\)/.test(
					message.text()
				);
			if ( message.type() === 'error' && ! isOnPurpose ) {
				errors.push( message.text() );
			}
		} );
		page.on( 'pageerror', ( error ) => errors.push( String( error ) ) );

		const editor = new Editor( page );
		await page.context().addCookies( cookies );
		if ( opensPost ) {
			await editor.openNewPost();
		}
		await provide( editor );
		expect( errors, 'The console has no error.' ).toEqual( [] );
		expect( site.readLog(), 'PHP logged nothing.' ).toBe( '' );
	},
} );

function environment( asks: Asked, url: string ): Record< string, string > {
	switch ( asks ) {
		case 'demo':
			return {};
		case 'openai':
			return {
				WPAIJOBS_OPENAI_API_KEY: 'test',
				WPAIJOBS_OPENAI_BASE_URL: url,
				WPAIJOBS_OPENAI_IMAGE_MODEL: 'gpt-image-2',
			};
		case 'core':
			return { E2E_API_KEY: 'test', E2E_PROVIDER_URL: url };
	}
}

export { expect };
