import { onlineManager } from '@tanstack/react-query';
import { setupWorker } from 'msw/browser';
import { expect, waitFor } from 'storybook/test';
import {
	createAiJobClient,
	type AiJobClient,
	type Transport,
} from '../src/client/index.ts';
import { createRestTransport } from '../src/client/axios/index.ts';
import {
	createJobBackend,
	createJobHandlers,
	scenarios,
	systemClock,
	type JobBackend,
	type MockUser,
	type Scenario,
} from '../mocks/index.ts';
import { startStoryClock, type StoryClock } from './storyClock.ts';

/** A story's `parameters.jobs`. */
export interface StoryJobsParameters {
	/** What the backend plays. Default: success, by a provider. */
	readonly scenario?: Scenario;
	readonly user?: MockUser | null;
	/** The client's patience, in ms. Default: its own. */
	readonly cutoffMs?: number;
	/** Time passes by itself, for playing by hand. Default: only the story moves it. */
	readonly isLive?: boolean;
}

/** What the story at hand goes by. */
export interface StoryJobs {
	readonly client: AiJobClient;
	readonly backend: JobBackend;
	/** Null where time passes by itself. */
	readonly clock: StoryClock | null;
}

const worker = setupWorker();
let workerStart: Promise< unknown > | undefined;
let current: StoryJobs | undefined;

/** The story at hand. */
export function storyJobs(): StoryJobs {
	if ( ! current ) {
		throw new Error( 'No story has begun.' );
	}
	return current;
}

/**
 * Moves the story's clock on, once every check that is under way is answered
 * and read: the next one is timed from there.
 *
 * @param ms How far.
 */
export async function advance( ms: number ) {
	await waitFor( () => expect( checksUnderWay ).toBe( 0 ) );
	await new Promise( ( resolve ) => setTimeout( resolve ) );
	storyJobs().clock?.advance( ms );
}

let checksUnderWay = 0;

function countChecks( transport: Transport ): Transport {
	return {
		...transport,
		async check( ids, options ) {
			checksUnderWay++;
			try {
				return await transport.check( ids, options );
			} finally {
				checksUnderWay--;
			}
		},
	};
}

/** A site with a provider that is no demo. */
export const withProvider = {
	provider: { name: 'openai', label: 'OpenAI', demo: false },
};

/**
 * Begins a story: backend, client and clock of its own.
 *
 * @param parameters The story's.
 * @return Ends it.
 */
export async function startStoryJobs( {
	scenario = { ...scenarios.success, ...withProvider },
	user = { id: 1 },
	cutoffMs,
	isLive = false,
}: StoryJobsParameters = {} ) {
	workerStart ??= worker.start( {
		quiet: true,
		serviceWorker: { url: './mockServiceWorker.js' },
	} );
	await workerStart;

	const clock = isLive ? null : startStoryClock();
	const backend = createJobBackend( {
		clock: clock ?? systemClock,
		scenario,
		user,
	} );
	worker.resetHandlers( ...createJobHandlers( { backend } ) );
	checksUnderWay = 0;
	current = {
		backend,
		clock,
		client: createAiJobClient( {
			transport: countChecks(
				createRestTransport( {
					root: `${ location.origin }/wp-json/`,
					nonce: '0123456789',
				} )
			),
			...( cutoffMs !== undefined && { cutoffMs } ),
			...( clock && { environment: clock.environment } ),
		} ),
	};
	return () => {
		clock?.stop();
		onlineManager.setOnline( true );
		current = undefined;
	};
}
