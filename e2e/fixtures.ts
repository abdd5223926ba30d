import { join } from 'node:path';
import { test as base, expect } from '@playwright/test';
import { LOCAL_SERVERS } from '../wordpress/muPlugins.ts';
import { createSite, type Site, type SiteOptions } from '../wordpress/site.ts';
import { Editor } from './editor.ts';
import { logIn } from './logIn.ts';
import { NetworkLog } from './networkLog.ts';
import { type OpenAiServer, startOpenAiServer } from './openaiServer.ts';

/** What answers: the plugin's demo, or the test's server, by way of our provider or of core's AI Client. */
type Asked = 'demo' | 'openai' | 'core';

/** What a spec file may choose; each choice has a site of its own. */
export interface E2eOptions {
	readonly version: NonNullable< SiteOptions[ 'version' ] >;
	readonly constants: NonNullable< SiteOptions[ 'constants' ] >;
	/** Names of files in `mu-plugins/`, without the ending. */
	readonly muPlugins: readonly string[];
	readonly asks: Asked;
	/** How long the test's server takes for an answer, in ms. */
	readonly providerDelayMs: number;
}

interface WorkerFixtures extends E2eOptions {
	readonly openAiServer: OpenAiServer;
	readonly site: Site;
}

interface TestFixtures {
	/** Stops what a test leaves running: a site has many tests. */
	readonly stopsJobs: void;
	/** The test's server, and the calls of this test. */
	readonly provider: OpenAiServer;
	/** The requests to the plugin that the browser sends. */
	readonly network: NetworkLog;
	/** A new post, opened by an administrator. */
	readonly editor: Editor;
}

const STOP_JOBS = join( import.meta.dirname, 'php/stop-jobs.php' );

/** Long enough to see a job wait, short enough to wait for. */
const DELAY_MS = 500;

export const test = base.extend< TestFixtures, WorkerFixtures >( {
	version: [ '7.1', { option: true, scope: 'worker' } ],
	constants: [ {}, { option: true, scope: 'worker' } ],
	muPlugins: [ [], { option: true, scope: 'worker' } ],
	asks: [ 'openai', { option: true, scope: 'worker' } ],
	providerDelayMs: [ DELAY_MS, { option: true, scope: 'worker' } ],

	openAiServer: [
		async ( { providerDelayMs }, provide ) => {
			const server = await startOpenAiServer( {
				delayMs: providerDelayMs,
			} );
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
					...muPlugins.map( ( name ) =>
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

	stopsJobs: [
		async ( { site }, provide ) => {
			await provide();
			await site.runPhp( STOP_JOBS );
		},
		{ auto: true },
	],

	provider: async ( { openAiServer }, provide ) => {
		openAiServer.reset();
		await provide( openAiServer );
	},

	baseURL: async ( { site }, provide ) => provide( site.url ),

	network: async ( { page }, provide ) => {
		await provide( new NetworkLog( page ) );
	},

	editor: async ( { page, site }, provide ) => {
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
		await logIn( page.request );
		await editor.openNewPost();
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
