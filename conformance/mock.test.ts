import { setupServer } from 'msw/node';
import { describe } from 'vitest';
import {
	createJobBackend,
	createJobHandlers,
	createManualClock,
	type MockUser,
	type Scenario,
} from '../mocks/index.ts';
import { ajaxCases } from './ajaxCases.ts';
import {
	readAnswer,
	toRequestInit,
	type Backend,
	type User,
} from './backend.ts';
import { imageCases } from './imageCases.ts';
import { restCases } from './restCases.ts';

const SITE = 'http://mock.test';

const users: Readonly< Record< User, MockUser | null > > = {
	administrator: { id: 1, isAdministrator: true },
	author: { id: 2 },
	subscriber: { id: 3, canEdit: false },
	nobody: null,
};

/** Nothing runs until it is asked to, and then it is done at once. */
const scenario: Scenario = {
	outcomes: [ { end: 'succeed', afterMs: 0 } ],
	needsRunner: true,
};

async function connectToMock(): Promise< Backend > {
	const backend = createJobBackend( {
		clock: createManualClock(),
		scenario,
	} );
	const server = setupServer( ...createJobHandlers( { backend } ) );
	server.listen();
	return {
		postId: 7,
		async rest( user, request ) {
			backend.user = users[ user ];
			return readAnswer(
				await fetch(
					`${ SITE }/wp-json/wp-ai-jobs/v1${ request.path }`,
					toRequestInit( request )
				)
			);
		},
		async ajax( user, fields ) {
			backend.user = users[ user ];
			return readAnswer(
				await fetch( `${ SITE }/wp-admin/admin-ajax.php`, {
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

describe( 'the mock, over REST', () => restCases( connectToMock ) );
describe( 'the mock, over the classic wire', () => ajaxCases( connectToMock ) );
describe( 'the mock, images over REST', () => imageCases( connectToMock ) );
