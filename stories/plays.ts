import type { Scenario } from '../mocks/index.ts';
import { withProvider, type StoryJobsParameters } from './storyJobs.ts';

/**
 * A story's parameters.
 *
 * @param parameters Of its jobs.
 */
export const jobs = ( parameters: StoryJobsParameters ) => ( {
	jobs: parameters,
} );

/**
 * Parameters of a story on a site with a provider that is no demo.
 *
 * @param scenario What the site plays.
 * @param more     What else there is to say of its jobs.
 */
export const plays = (
	scenario: Scenario,
	more: Omit< StoryJobsParameters, 'scenario' > = {}
) => jobs( { ...more, scenario: { ...withProvider, ...scenario } } );

type Failure = Omit<
	Extract< Scenario[ 'outcomes' ][ number ], { end: 'fail' } >,
	'end' | 'afterMs' | 'message'
>;

/**
 * A job fails after 4 s, and would succeed when it is tried again.
 *
 * @param failure How.
 */
export const failing = ( failure: Failure ): Scenario => ( {
	...withProvider,
	outcomes: [
		{ end: 'fail', afterMs: 4_000, message: 'As scripted.', ...failure },
		{ end: 'succeed', afterMs: 4_000 },
	],
} );

/**
 * Parameters of a story in which that happens.
 *
 * @param failure How.
 */
export const fails = ( failure: Failure ) =>
	jobs( { scenario: failing( failure ) } );
