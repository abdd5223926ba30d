import { expectTypeOf, test } from 'vitest';
import type { HttpHandler } from 'msw';
import {
	createJobBackend,
	createJobHandlers,
	createManualClock,
	type ScenarioName,
} from 'wp-ai-jobs/mocks';

test( 'handlers are MSW’s', () => {
	expectTypeOf( createJobHandlers() ).toEqualTypeOf< HttpHandler[] >();
	expectTypeOf( createJobHandlers ).toBeCallableWith( { scenario: 'slow' } );
	expectTypeOf( createJobHandlers ).toBeCallableWith( {
		backend: createJobBackend( { clock: createManualClock() } ),
	} );
} );

test( 'scenarios go by their names, and by no others', () => {
	expectTypeOf< 'success' | 'lost-answers' >().toExtend< ScenarioName >();
	// @ts-expect-error No such scenario.
	createJobHandlers( { scenario: 'miracle' } );
	// @ts-expect-error No such end.
	createJobBackend( { scenario: { outcomes: [ { end: 'explode' } ] } } );
} );
