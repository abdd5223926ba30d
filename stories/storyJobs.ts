import { onlineManager } from '@tanstack/react-query';
import { setupWorker } from 'msw/browser';
import { expect, waitFor } from 'storybook/test';
import {
	createAiJobClient,
	shareAcrossTabs,
	type AiJobClient,
	type Transport,
} from '../src/client/index.ts';
import { createRestTransport } from '../src/client/axios/index.ts';
import {
	createJobBackend,
	createJobHandlers,
	scenarios,
	systemClock,
	type GivenJob,
	type JobBackend,
	type MockJobType,
	type MockNetwork,
	type MockUser,
	type Scenario,
} from '../mocks/index.ts';
import { startStoryClock, type StoryClock } from './storyClock.ts';
import type { Toolbar } from './toolbar.ts';

/** A story's `parameters.jobs`. */
export interface StoryJobsParameters {
	/** What the backend plays. Default: success, by a provider. */
	readonly scenario?: Scenario;
	readonly user?: MockUser | null;
	/** What was started before. */
	readonly given?: readonly GivenJob[];
	/** The types of job that the site knows besides its own. */
	readonly jobTypes?: readonly MockJobType[];
	/** The client's patience, in ms. Default: its own. */
	readonly cutoffMs?: number;
	/** Time passes by itself, for playing by hand. Default: only the story moves it. */
	readonly isLive?: boolean;
	/** How many times as fast as real the site is, where time passes by itself. Default 1. */
	readonly speed?: number;
}

/** What the story at hand goes by. */
export interface StoryJobs {
	readonly client: AiJobClient;
	/** The same author's, in another tab. */
	readonly otherTab: AiJobClient;
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

/** The id of the first job that the story has started. */
export const firstId = () => storyJobs().backend.started()[ 0 ]?.id ?? '';

/** Whether one has, and has not ended. */
export const hasBegun = () => current !== undefined;

/**
 * Changes what lies between the story's client and its site.
 *
 * @param network What it is from now on.
 */
export function applyNetwork( network: MockNetwork ) {
	storyJobs().backend.network = network;
	onlineManager.setOnline( network !== 'offline' );
}

/**
 * Moves the story's clock on, once every request that is under way is answered
 * and read: the next check is timed from there.
 *
 * @param ms How far.
 */
export async function advance( ms: number ) {
	await waitFor( () => expect( requestsUnderWay ).toBe( 0 ) );
	await new Promise( ( resolve ) => setTimeout( resolve ) );
	storyJobs().clock?.advance( ms );
}

/** Whether no answer is awaited that changes what is shown. */
export const isAnswered = () => requestsUnderWay === 0;

let requestsUnderWay = 0;

/** All but starts: in some stories, those are never answered. */
function countRequests( transport: Transport ): Transport {
	const { capabilities, check, list } = transport;
	return {
		...transport,
		check: counted( check ),
		...( capabilities && { capabilities: counted( capabilities ) } ),
		...( list && { list: counted( list ) } ),
	};
}

const counted =
	< Asked extends unknown[], Answer >(
		ask: ( ...asked: Asked ) => Promise< Answer >
	) =>
	async ( ...asked: Asked ): Promise< Answer > => {
		requestsUnderWay++;
		try {
			return await ask( ...asked );
		} finally {
			requestsUnderWay--;
		}
	};

/** A site with a provider that is no demo. */
export const withProvider = {
	provider: { name: 'openai', label: 'OpenAI', demo: false },
};

/**
 * Begins a story: backend, client and clock of its own.
 *
 * @param parameters The story's.
 * @param toolbar    What it says goes before what the story says.
 * @return Ends it.
 */
export async function startStoryJobs(
	{
		scenario = { ...scenarios.success, ...withProvider },
		user = { id: 1 },
		given = [],
		jobTypes = [],
		cutoffMs,
		isLive = false,
		speed = 1,
	}: StoryJobsParameters = {},
	toolbar: Toolbar
) {
	workerStart ??= worker.start( {
		quiet: true,
		serviceWorker: { url: './mockServiceWorker.js' },
	} );
	await workerStart;

	const passes =
		toolbar.speed === 'story' ? isLive : toolbar.speed !== 'by-hand';
	const clock = passes ? null : startStoryClock();
	const backend = createJobBackend( {
		clock: clock ?? systemClock,
		speed: toolbar.speed === 'fast' ? 10 : speed,
		scenario:
			toolbar.scenario === 'story'
				? scenario
				: { ...withProvider, ...scenarios[ toolbar.scenario ] },
		user,
		jobTypes,
	} );
	given.forEach( backend.given );
	worker.resetHandlers( ...createJobHandlers( { backend } ) );
	requestsUnderWay = 0;
	const environment = clock ? { environment: clock.environment } : {};
	const site = crypto.randomUUID();
	const openTab = () =>
		createAiJobClient( {
			transport: shareAcrossTabs(
				countRequests(
					createRestTransport( {
						root: `${ location.origin }/wp-json/`,
						nonce: '0123456789',
					} )
				),
				// A lock is held for as long as news travel, which the story's clock does not know.
				{ name: site, locks: null, ...environment }
			),
			...( cutoffMs !== undefined && { cutoffMs } ),
			...environment,
		} );
	current = { backend, clock, client: openTab(), otherTab: openTab() };
	applyNetwork( toolbar.network );
	return () => {
		clock?.stop();
		onlineManager.setOnline( true );
		current = undefined;
	};
}
