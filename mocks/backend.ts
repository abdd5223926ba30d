import { speedUp, systemClock, type MockClock } from './clock.ts';
import { givenRow, type GivenJob } from './givenJob.ts';
import { mockUuid, type JobRow } from './jobRow.ts';
import { createJobService, type JobService, type Site } from './jobService.ts';
import {
	describeJournal,
	granted,
	type JournalEntry,
	type StartedJob,
} from './journal.ts';
import { createLifecycle } from './lifecycle.ts';
import { createQuota, DEFAULT_LIMITS, type JobLimits } from './limits.ts';
import { createMediaLibrary, type WireAttachment } from './mediaLibrary.ts';
import { knownJobTypes, type MockJobType } from './mockJobType.ts';
import type { MockNetwork } from './network.ts';
import {
	resolveScenario,
	type JobOutcome,
	type Scenario,
	type ScenarioName,
} from './scenario.ts';
import { createUsedKeys } from './usedKeys.ts';
import type { MockUser } from './user.ts';

export interface JobBackendOptions {
	/** Default: the machine's, which fake timers move too. */
	readonly clock?: MockClock;
	/** How many times as fast as the clock the site's time goes, hints to clients along with it. Default 1. */
	readonly speed?: number;
	/** When it tells clients to ask again, in ms; ours waits 500 ms at least. Default: as the plugin does, 3,000, for images 5,000. */
	readonly pollAfterMs?: number;
	/** What it plays, by name or written out. Default: every job succeeds after 4 s. */
	readonly scenario?: ScenarioName | Scenario;
	/** Who is logged in. Default: an author, with the id 1. */
	readonly user?: MockUser | null;
	/** Default: online. */
	readonly network?: MockNetwork;
	/** The types of job that hosts add to `content` and `image`: see `mockJobType`. */
	readonly jobTypes?: readonly MockJobType[];
	/** How much it takes. Default: as much as the plugin. */
	readonly limits?: Partial< JobLimits >;
}

/** A job backend in memory, with the plugin's rules and a script instead of a provider. */
export interface JobBackend extends JobService {
	/** Who is logged in; null is nobody. Settable at any time. */
	user: MockUser | null;
	/** What it plays. Settable at any time, by name too; jobs under way go by the new one. */
	get scenario(): Scenario;
	set scenario( scenario: ScenarioName | Scenario );
	/** What lies between clients and it. Settable at any time. */
	network: MockNetwork;
	/** How much it takes. Settable at any time. */
	limits: JobLimits;
	/** The same site, asked by another user: for a second tab or a second author. */
	as: ( user: MockUser | null ) => JobService;
	/**
	 * Has one job end like this, whatever the scenario says.
	 *
	 * @param id      The job's.
	 * @param outcome How its present attempt ends.
	 * @param index   Which of its images. Default: all of it.
	 */
	script: ( id: string, outcome: JobOutcome, index?: number ) => void;

	/**
	 * Puts a job there that was started before, e.g. in an editor that was closed.
	 *
	 * @param job What it is, and how far.
	 * @return Its id.
	 * @example
	 * jobs.given( { status: 'completed', postId: 7 } );
	 */
	given: ( job: GivenJob ) => string;

	/** Every request that reached it, in order. */
	readonly journal: readonly JournalEntry[];
	/** The jobs that were started, each once however often its start was sent. */
	started: () => readonly StartedJob[];
	/**
	 * How many checks asked for a job.
	 *
	 * @param id The job's.
	 * @throws {Error} No such job was started; says what was.
	 */
	checks: ( id: string ) => number;
	/** The ids of the jobs whose result has arrived, as their owner's client said. */
	acknowledged: () => readonly string[];
	/** The ids of the jobs that were stopped. */
	cancelled: () => readonly string[];
	/** The images that got into the media library. */
	imported: () => readonly WireAttachment[];
	/**
	 * How many times a provider was asked for a job, and may have billed it.
	 *
	 * @param id The job's.
	 * @throws {Error} No such job was started; says what was.
	 */
	providerCalls: ( id: string ) => number;
	/** The journal as lines to read, for a test's message. */
	describe: () => string;
	/** Forgets every job and the journal. */
	reset: () => void;
}

/** The same figures as the plugin's. */
const DEFAULT_POLL_AFTER_MS = 3_000;
const POLL_AFTER_MS: Readonly< Record< string, number > > = { image: 5_000 };

/**
 * Makes a backend.
 *
 * @param options Clock, script and user.
 * @example
 * const jobs = createJobBackend( { scenario: 'failure' } );
 * const worker = setupWorker( ...createJobHandlers( { backend: jobs } ) );
 * …
 * expect( jobs.started() ).toMatchObject( [ { input: { prompt: 'Rain' } } ] );
 */
export function createJobBackend( {
	clock: hostClock = systemClock,
	speed = 1,
	pollAfterMs,
	scenario = 'success',
	user = { id: 1 },
	network = 'online',
	jobTypes: ownJobTypes = [],
	limits = {},
}: JobBackendOptions = {} ): JobBackend {
	const clock = speed === 1 ? hostClock : speedUp( hostClock, speed );
	let played = resolveScenario( scenario );
	let made = 0;
	const jobTypes = knownJobTypes( ownJobTypes );
	const rows = new Map< string, JobRow >();
	const calls = new Map< string, number >();
	const library = createMediaLibrary();
	const journal: JournalEntry[] = [];

	const limitsNow = () => backend.limits;
	const quota = createQuota( clock.now, limitsNow );
	const usedKeys = createUsedKeys( clock.now );

	const site: Site = {
		rows,
		library,
		journal,
		clock,
		pollAfterMs: ( type ) =>
			( pollAfterMs ?? POLL_AFTER_MS[ type ] ?? DEFAULT_POLL_AFTER_MS ) /
			speed,
		scenario: () => played,
		jobTypes,
		nextNumber: () => ++made,
		quota,
		usedKeys,
		lifecycle: createLifecycle( {
			rows,
			nowMs: clock.now,
			scenario: () => played,
			limits: limitsNow,
			onProviderCall: ( { id } ) =>
				calls.set( id, ( calls.get( id ) ?? 0 ) + 1 ),
		} ),
	};

	const started = () =>
		granted( journal, 'start' ).flatMap( ( { job, isNew } ) =>
			job && isNew ? [ job ] : []
		);
	const requireStarted = ( id: string ) => {
		if (
			! rows.has( id ) &&
			! started().some( ( job ) => job.id === id )
		) {
			throw new Error(
				`No job "${ id }" was started. What was asked of the site:\n${ describeJournal( journal ) }`
			);
		}
	};

	const service = createJobService( site, () => backend.user );

	const backend: JobBackend = {
		...service,
		start( body, header, idPrefix ) {
			const answer = service.start( body, header, idPrefix );
			if ( played.endsSession ) {
				backend.user = null;
			}
			return answer;
		},
		user,
		network,
		limits: { ...DEFAULT_LIMITS, ...limits },
		get scenario(): Scenario {
			return played;
		},
		set scenario( next: ScenarioName | Scenario ) {
			played = resolveScenario( next );
		},
		as: ( other ) => createJobService( site, () => other ),
		script( id, outcome, index ) {
			requireStarted( id );
			rows.get( id )?.parts.forEach( ( part, at ) => {
				if ( index === undefined || index === at ) {
					part.script = outcome;
				}
			} );
		},
		given( job ) {
			const id = mockUuid( site.nextNumber() );
			rows.set(
				id,
				givenRow( job, {
					id,
					owner: backend.user?.id ?? 1,
					nowMs: clock.now(),
					jobTypes,
				} )
			);
			return id;
		},

		journal,
		started,
		checks( id ) {
			requireStarted( id );
			return journal.filter(
				( entry ) =>
					entry.request === 'check' && entry.ids.includes( id )
			).length;
		},
		acknowledged: () => [
			...new Set(
				granted( journal, 'acknowledge' ).map( ( { id } ) => id )
			),
		],
		cancelled: () => [
			...new Set( granted( journal, 'cancel' ).map( ( { id } ) => id ) ),
		],
		imported: () => library.attachments,
		providerCalls( id ) {
			requireStarted( id );
			site.lifecycle.settle();
			return calls.get( id ) ?? 0;
		},
		describe: () => describeJournal( journal ),
		reset() {
			rows.clear();
			library.reset();
			calls.clear();
			quota.reset();
			usedKeys.reset();
			journal.length = 0;
			made = 0;
		},
	};
	return backend;
}
