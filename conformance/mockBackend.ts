import { setupServer } from 'msw/node';
import {
	createJobBackend,
	createJobHandlers,
	createManualClock,
	type JobOutcome,
	type MockUser,
	type Scenario,
} from '../mocks/index.ts';
import type { JobErrorCode } from '../src/protocol/index.ts';
import {
	readAnswer,
	toRequestInit,
	type Backend,
	type ProviderAnswer,
	type User,
} from './backend.ts';

const POST_ID = 7;
/** The cases leave many jobs behind. */
const UNLIMITED = {
	liveJobs: Infinity,
	startsPerHour: Infinity,
	running: Infinity,
};
const LEASE_MS = 60_000;

const users: Readonly< Record< User, MockUser | null > > = {
	administrator: { id: 1, isAdministrator: true },
	author: { id: 2, canManage: false },
	contributor: {
		id: 4,
		canManage: false,
		canUpload: false,
		canEditPost: () => false,
	},
	subscriber: { id: 3, canEdit: false },
	nobody: null,
};

/** Nothing runs until it is asked to, and then it is done at once. */
const held: Scenario = {
	outcomes: [ { end: 'succeed', afterMs: 0 } ],
	needsRunner: true,
	settingsUrl: '/wp-admin/options-general.php?page=wp-ai-jobs',
};

const toOutcome = ( answer: ProviderAnswer ): JobOutcome =>
	answer === 'success'
		? { end: 'succeed', afterMs: 0 }
		: {
				end: 'fail',
				afterMs: 0,
				message: 'The AI provider failed.',
				...answer,
				code: answer.code as JobErrorCode,
			};

/** A runner that takes a job and dies. */
const dies: JobOutcome = {
	end: 'fail',
	afterMs: LEASE_MS,
	code: 'interrupted',
	message: 'The job was interrupted before it was finished.',
	retryable: true,
	mayBeBilled: true,
};

export interface MockConnectionOptions {
	/** The site's address. */
	readonly site?: string;
}

/**
 * The mock, behind a network that is mocked too.
 *
 * @param options Where the mocked site is.
 */
export async function connectToMock( {
	site = 'http://mock.test',
}: MockConnectionOptions = {} ): Promise< Backend > {
	const clock = createManualClock();
	const backend = createJobBackend( {
		clock,
		scenario: held,
		limits: UNLIMITED,
	} );
	const server = setupServer( ...createJobHandlers( { backend } ) );
	server.listen();
	return {
		users: new Set< User >( [
			'administrator',
			'author',
			'contributor',
			'subscriber',
			'nobody',
		] ),
		postId: POST_ID,
		hasNonces: false,
		control: {
			async advance( ms ) {
				clock.advance( ms );
			},
			async play( answers ) {
				const outcomes = ( answers ?? [] ).map( toOutcome );
				backend.scenario = {
					...backend.scenario,
					hasProvider: answers !== null,
					outcomes,
					parts: outcomes,
				};
			},
			async claim( id ) {
				backend.script( id, dies );
				backend.as( { id: 0, isAdministrator: true } ).run( id );
			},
			async spoilImport( _id, how ) {
				backend.scenario = {
					...backend.scenario,
					importFaults: [ how ],
				};
			},
			async limit( {
				live = Infinity,
				startsPerHour = Infinity,
				running = Infinity,
			} ) {
				backend.limits = { liveJobs: live, startsPerHour, running };
			},
			async reset() {
				backend.limits = UNLIMITED;
				backend.scenario = held;
			},
		},
		async rest( user, request ) {
			backend.user = users[ user ];
			return readAnswer(
				await fetch(
					`${ site }/wp-json/wp-ai-jobs/v1${ request.path }`,
					toRequestInit( request )
				)
			);
		},
		async classic( user, fields ) {
			backend.user = users[ user ];
			return readAnswer(
				await fetch( `${ site }/wp-admin/admin-ajax.php`, {
					method: 'POST',
					body: new URLSearchParams( fields ),
				} )
			);
		},
		async close() {
			server.close();
		},
	};
}
