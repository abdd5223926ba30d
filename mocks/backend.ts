import {
	isFinal,
	type JobErrorCode,
	type JobStatus,
} from '../src/protocol/index.ts';
import { systemClock, type MockClock } from './clock.ts';
import { demoContent } from './demoContent.ts';
import { demoImageSize } from './demoImage.ts';
import {
	demoImageOptions,
	readImageWish,
	requirePossible,
	type ImageWish,
} from './imageWish.ts';
import { createMediaLibrary, type WireAttachment } from './mediaLibrary.ts';
import { conflict, notFound, Refusal } from './refusal.ts';
import { scenarios, type JobOutcome, type Scenario } from './scenario.ts';
import { readStart, type StartBody } from './startBody.ts';

/** The same figures as the plugin's; where each comes from, the design says. */
const LIFETIME_MS = 5 * 60_000;
const CLAIM_AFTER_MS = 1_000;
const NEEDS_RUNNER_AFTER_MS = 3_000;
const DELETED_AFTER_ACKNOWLEDGEMENT_MS = 5_000;
const RETENTION_MS = 24 * 3_600_000;
const POLL_AFTER_MS = 3_000;
const POLL_IMAGES_AFTER_MS = 5_000;
const MAX_LISTED = 50;
const MAX_ALT_LENGTH = 125;

/** About what `demoImage()` weighs. */
const DEMO_IMAGE_BYTES = 20_000;

const demoProvider = { name: 'demo', label: 'Demo', demo: true };

/** One call of a provider: a text, or one of a job's images. */
interface Part {
	state: 'pending' | 'processing' | 'succeeded' | 'failed';
	startedAtMs: number | null;
	finishedAtMs: number | null;
	/** What came, where the scenario names it. */
	result: unknown;
	error: WireFailure | null;
}

interface JobRow {
	readonly id: string;
	readonly owner: number;
	readonly start: StartBody;
	readonly idempotencyKey: string | null;
	/** Null for a job of another type. */
	readonly wish: ImageWish | null;
	parts: readonly Part[];
	status: JobStatus;
	/** How many times it became pending. */
	round: number;
	/** Provider calls that were begun. */
	attempt: number;
	imports: number;
	createdAtMs: number;
	/** When it last became pending: a retry has a lifetime of its own. */
	pendingSinceMs: number;
	startedAtMs: number | null;
	finishedAtMs: number | null;
	acknowledgedAtMs: number | null;
	error: WireFailure | null;
	mayBeBilled: boolean;
}

interface WireFailure {
	readonly code: JobErrorCode;
	readonly message: string;
	readonly retryable: boolean;
	readonly may_be_billed: boolean;
}

/** A snapshot as it travels. */
export type WireSnapshot = ReturnType< typeof toWire >;

/** Who is asking; null is nobody. */
export interface MockUser {
	readonly id: number;
	/** Default true. */
	readonly canEdit?: boolean;
	/** Sees everybody's jobs. Default false. */
	readonly isAdministrator?: boolean;
}

export interface JobBackendOptions {
	readonly clock?: MockClock;
	/** What it plays. Default: every job succeeds after 4 s. */
	readonly scenario?: Scenario;
	readonly user?: MockUser | null;
}

/** A job backend in memory, with the plugin's rules and a script instead of a provider. */
export interface JobBackend {
	/** Who is logged in; settable at any time. */
	user: MockUser | null;
	/** What it plays; settable at any time. */
	scenario: Scenario;
	/** What clients did, in order: for a test to look at. */
	readonly log: {
		readonly started: StartBody[];
		readonly checked: string[][];
		readonly acknowledged: string[];
		readonly cancelled: string[];
		/** Times that a provider was asked, by job. */
		readonly providerCalls: Map< string, number >;
		/** The images that got into the media library. */
		readonly imported: readonly WireAttachment[];
	};
	start: (
		body: unknown,
		idempotencyKey: string | null,
		idPrefix?: string
	) => { readonly isNew: boolean; readonly snapshot: WireSnapshot };
	check: ( ids: readonly string[] ) => WireSnapshot[];
	/** With what was asked for. */
	list: (
		postId: number
	) => ( WireSnapshot &
		Pick< Required< StartBody >, 'input' | 'context' > )[];
	acknowledge: ( id: string ) => WireSnapshot;
	cancel: ( id: string ) => WireSnapshot;
	run: ( id: string ) => WireSnapshot;
	retry: ( id: string ) => WireSnapshot;
	/** The size of a job's image, for who draws it. */
	image: (
		id: string,
		index: number
	) => { readonly width: number; readonly height: number };
	importImage: (
		id: string,
		index: number,
		fields: unknown
	) => { readonly isNew: boolean; readonly attachment: WireAttachment };
	capabilities: () => object;
	/** Forgets every job and the log. */
	reset: () => void;
}

/**
 * Makes a backend.
 *
 * @param options Clock, script and user.
 * @example
 * const backend = createJobBackend( { scenario: scenarios.failure } );
 * const worker = setupWorker( ...createJobHandlers( { backend } ) );
 */
export function createJobBackend( {
	clock = systemClock,
	scenario = scenarios.success,
	user = { id: 1 },
}: JobBackendOptions = {} ): JobBackend {
	const rows = new Map< string, JobRow >();
	const library = createMediaLibrary();
	let made = 0;
	const log = {
		started: [] as StartBody[],
		checked: [] as string[][],
		acknowledged: [] as string[],
		cancelled: [] as string[],
		providerCalls: new Map< string, number >(),
		imported: library.attachments,
	};

	const outcomeOf = ( row: JobRow, index: number ): JobOutcome => {
		const { outcomes, parts } = backend.scenario;
		const [ script, at ] =
			row.wish && parts ? [ parts, index + 1 ] : [ outcomes, row.round ];
		return script[ Math.min( at, script.length ) - 1 ] ?? { end: 'hang' };
	};

	const expiresAtMs = ( row: JobRow ) => row.pendingSinceMs + LIFETIME_MS;

	const finish = ( row: JobRow, status: JobStatus, atMs: number ) => {
		row.status = status;
		row.finishedAtMs = atMs;
	};

	const claim = ( row: JobRow, part: Part, atMs: number ) => {
		part.state = 'processing';
		part.startedAtMs = atMs;
		row.status = 'processing';
		row.startedAtMs ??= atMs;
		row.attempt++;
		log.providerCalls.set(
			row.id,
			( log.providerCalls.get( row.id ) ?? 0 ) + 1
		);
	};

	/** Brings a part up to the present. */
	const settlePart = ( row: JobRow, part: Part, index: number ) => {
		const nowMs = clock.now();
		if ( part.state === 'pending' && ! backend.scenario.needsRunner ) {
			const claimAtMs = row.pendingSinceMs + CLAIM_AFTER_MS;
			if ( nowMs >= claimAtMs ) {
				claim( row, part, claimAtMs );
			}
		}
		if ( part.state !== 'processing' || part.startedAtMs === null ) {
			return;
		}
		const outcome = outcomeOf( row, index );
		if ( outcome.end === 'hang' ) {
			return;
		}
		const endMs = part.startedAtMs + outcome.afterMs;
		if ( nowMs < endMs || endMs >= expiresAtMs( row ) ) {
			return;
		}
		part.finishedAtMs = endMs;
		if ( outcome.end === 'succeed' ) {
			part.state = 'succeeded';
			part.result = outcome.result;
		} else {
			const { code, message, retryable, mayBeBilled = false } = outcome;
			part.state = 'failed';
			part.error = {
				code,
				message,
				retryable,
				may_be_billed: mayBeBilled,
			};
		}
	};

	/** A job's state follows from its parts'. */
	const settle = ( row: JobRow ) => {
		const nowMs = clock.now();
		if ( ! isFinal( row.status ) ) {
			row.parts.forEach( ( part, index ) =>
				settlePart( row, part, index )
			);
			const isOver = nowMs >= expiresAtMs( row );
			const unfinished = row.parts.filter( isUnfinished );
			if ( isOver ) {
				unfinished.forEach( ( part ) => {
					part.error = expiry( part.startedAtMs !== null );
				} );
			}
			const hasResult = row.parts.some(
				( { state } ) => state === 'succeeded'
			);
			if ( isOver && unfinished.length > 0 && ! hasResult ) {
				row.error = expiry( row.attempt > 0 );
				finish( row, 'expired', expiresAtMs( row ) );
			} else if ( isOver || unfinished.length === 0 ) {
				row.error = hasResult
					? null
					: ( row.parts.find( ( { error } ) => error )?.error ??
						null );
				finish(
					row,
					hasResult ? 'completed' : 'failed',
					unfinished.length > 0
						? expiresAtMs( row )
						: Math.max(
								...row.parts.map(
									( { finishedAtMs } ) => finishedAtMs ?? 0
								)
							)
				);
			}
		}
		const { acknowledgedAtMs, finishedAtMs } = row;
		if (
			( acknowledgedAtMs !== null &&
				nowMs >=
					acknowledgedAtMs + DELETED_AFTER_ACKNOWLEDGEMENT_MS ) ||
			( finishedAtMs !== null && nowMs >= finishedAtMs + RETENTION_MS )
		) {
			rows.delete( row.id );
		}
	};

	const imagesOf = ( row: JobRow, wish: ImageWish ) => ( {
		images: row.parts.flatMap( ( { state }, index ) =>
			state === 'succeeded'
				? [
						{
							index,
							...demoImageSize( wish.aspect_ratio ),
							mime_type: 'image/png',
							bytes: DEMO_IMAGE_BYTES,
							preview_url: `/wp-json/wp-ai-jobs/v1/jobs/${ row.id }/images/${ index }`,
							revised_prompt: null,
							alt: proposeAlt( wish.prompt ),
							attachment_id:
								library.find( row.id, index )?.attachment_id ??
								null,
						},
					]
				: []
		),
		failures: row.parts.flatMap( ( { error }, index ) =>
			error ? [ { index, ...error } ] : []
		),
		model: backend.scenario.provider?.name ?? demoProvider.name,
	} );

	const snapshot = ( row: JobRow ) =>
		toWire( row, clock.now(), {
			needsRunner: backend.scenario.needsRunner ?? false,
			result: row.wish
				? imagesOf( row, row.wish )
				: ( row.parts[ 0 ]?.result ?? demoContent ),
		} );

	const requireUser = ( who: MockUser | null ): MockUser => {
		if ( ! who ) {
			throw new Refusal(
				401,
				'ai_job_not_logged_in',
				'You are not logged in.'
			);
		}
		if ( who.canEdit === false ) {
			throw new Refusal(
				403,
				'ai_job_forbidden',
				'You are not allowed to use AI jobs.'
			);
		}
		return who;
	};

	/** The rows that the user may see, brought up to the present. */
	const visible = (): JobRow[] => {
		const { id, isAdministrator } = requireUser( backend.user );
		[ ...rows.values() ].forEach( settle );
		return [ ...rows.values() ].filter(
			( row ) => isAdministrator || row.owner === id
		);
	};

	const find = ( id: string ): JobRow => {
		const row = visible().find( ( candidate ) => candidate.id === id );
		if ( ! row ) {
			throw notFound();
		}
		return row;
	};

	const findImage = ( id: string, index: number ) => {
		const row = find( id );
		if ( ! row.wish || row.parts[ index ]?.state !== 'succeeded' ) {
			throw new Refusal(
				404,
				'ai_job_image_not_found',
				'There is no such image.'
			);
		}
		return {
			row,
			wish: row.wish,
			...demoImageSize( row.wish.aspect_ratio ),
		};
	};

	const imageOptions = () => ( {
		...demoImageOptions,
		...backend.scenario.imageOptions,
	} );

	const backend: JobBackend = {
		user,
		scenario,
		log,
		start( body, idempotencyKey, idPrefix = '' ) {
			const owner = requireUser( backend.user ).id;
			const start = readStart( body, idempotencyKey );
			const earlier = visible().find(
				( row ) =>
					idempotencyKey !== null &&
					row.owner === owner &&
					row.idempotencyKey === idempotencyKey
			);
			if ( earlier ) {
				if (
					JSON.stringify( earlier.start ) !== JSON.stringify( start )
				) {
					throw new Refusal(
						409,
						'ai_job_idempotency_conflict',
						'This key was used for another job.'
					);
				}
				return { isNew: false, snapshot: snapshot( earlier ) };
			}
			if ( backend.scenario.hasProvider === false ) {
				const { settingsUrl } = backend.scenario;
				throw new Refusal(
					503,
					'ai_job_no_provider',
					'No AI provider is set up on this site.',
					settingsUrl ? { settings_url: settingsUrl } : {}
				);
			}
			const wish =
				start.type === 'image' ? readImageWish( start.input ) : null;
			if ( wish ) {
				requirePossible( wish, imageOptions() );
			}
			const nowMs = clock.now();
			const row: JobRow = {
				id: idPrefix + mockUuid( ++made ),
				owner,
				start,
				idempotencyKey,
				wish,
				parts: Array.from( { length: wish?.count ?? 1 }, newPart ),
				status: 'pending',
				round: 1,
				attempt: 0,
				imports: 0,
				createdAtMs: nowMs,
				pendingSinceMs: nowMs,
				startedAtMs: null,
				finishedAtMs: null,
				acknowledgedAtMs: null,
				error: null,
				mayBeBilled: false,
			};
			rows.set( row.id, row );
			log.started.push( start );
			return { isNew: true, snapshot: snapshot( row ) };
		},
		check( ids ) {
			log.checked.push( [ ...ids ] );
			const known = visible();
			const found = ids.flatMap( ( id ) =>
				known.filter( ( row ) => row.id === id )
			);
			if ( found.length === 0 ) {
				throw notFound();
			}
			return found.map( snapshot );
		},
		list: ( postId ) =>
			visible()
				.filter(
					( { start, status, acknowledgedAtMs } ) =>
						start.context?.post_id === postId &&
						( ! isFinal( status ) ||
							( status === 'completed' &&
								acknowledgedAtMs === null ) )
				)
				.reverse()
				.slice( 0, MAX_LISTED )
				.map( ( row ) => ( {
					...snapshot( row ),
					input: row.start.input,
					context: row.start.context ?? {},
				} ) ),
		acknowledge( id ) {
			const row = find( id );
			if ( ! isFinal( row.status ) ) {
				throw conflict( 'The job is not finished yet.' );
			}
			row.acknowledgedAtMs ??= clock.now();
			log.acknowledged.push( id );
			return snapshot( row );
		},
		cancel( id ) {
			const row = find( id );
			if ( row.status !== 'cancelled' ) {
				if ( isFinal( row.status ) ) {
					throw conflict( 'The job is finished already.' );
				}
				row.mayBeBilled = row.status === 'processing';
				finish( row, 'cancelled', clock.now() );
				log.cancelled.push( id );
			}
			return snapshot( row );
		},
		run( id ) {
			const row = find( id );
			const part = row.parts.find( ( { state } ) => state === 'pending' );
			if ( part && ! isFinal( row.status ) ) {
				claim( row, part, clock.now() );
				settle( row );
			}
			return snapshot( row );
		},
		retry( id ) {
			const row = find( id );
			if ( ! row.error?.retryable ) {
				throw conflict( 'This job cannot run again.' );
			}
			row.status = 'pending';
			row.round++;
			row.parts = row.parts.map( ( part ) =>
				part.error?.retryable === false ? part : newPart()
			);
			row.pendingSinceMs = clock.now();
			row.startedAtMs = null;
			row.finishedAtMs = null;
			row.acknowledgedAtMs = null;
			row.error = null;
			return snapshot( row );
		},
		image( id, index ) {
			const { width, height } = findImage( id, index );
			return { width, height };
		},
		importImage( id, index, fields ) {
			const { row, wish, width, height } = findImage( id, index );
			if ( backend.scenario.canImport === false ) {
				throw new Refusal(
					403,
					'ai_job_forbidden',
					'You are not allowed to upload files.'
				);
			}
			const earlier = library.find( id, index );
			if ( earlier ) {
				return { isNew: false, attachment: earlier };
			}
			const attachment = library.add(
				{
					jobId: id,
					index,
					width,
					height,
					alt: proposeAlt( wish.prompt ),
					prompt: wish.prompt,
				},
				fields,
				backend.scenario.importFaults?.[ row.imports++ ]
			);
			return { isNew: true, attachment };
		},
		capabilities() {
			requireUser( backend.user );
			const {
				hasProvider,
				provider = demoProvider,
				canImport = true,
			} = backend.scenario;
			const available = hasProvider !== false;
			const content = {
				available,
				provider: available ? provider.name : null,
				label: available ? provider.label : null,
				demo: available && provider.demo,
			};
			return {
				types: {
					content,
					image: {
						...content,
						options: imageOptions(),
						can_import: canImport,
					},
				},
				settings_url: backend.scenario.settingsUrl ?? null,
			};
		},
		reset() {
			rows.clear();
			library.reset();
			made = 0;
			log.started.length = 0;
			log.checked.length = 0;
			log.acknowledged.length = 0;
			log.cancelled.length = 0;
			log.providerCalls.clear();
		},
	};
	return backend;
}

/** A UUID v4 that is the same in every run. */
function mockUuid( count: number ): string {
	return `00000000-0000-4000-8000-${ String( count ).padStart( 12, '0' ) }`;
}

const iso = ( ms: number | null ) =>
	ms === null ? null : new Date( ms ).toISOString();

const newPart = (): Part => ( {
	state: 'pending',
	startedAtMs: null,
	finishedAtMs: null,
	result: undefined,
	error: null,
} );

const isUnfinished = ( { state }: Part ) =>
	state === 'pending' || state === 'processing';

const expiry = ( wasBegun: boolean ): WireFailure => ( {
	code: 'expired',
	message: 'The job took longer than five minutes and was given up.',
	retryable: true,
	may_be_billed: wasBegun,
} );

/** An alternative text that can be worked with: the prompt's first sentence. */
const proposeAlt = ( prompt: string ) =>
	( prompt.split( /[.\n]/ )[ 0 ] ?? '' ).trim().slice( 0, MAX_ALT_LENGTH );

interface Outlook {
	readonly needsRunner: boolean;
	/** What there is of a result. */
	readonly result: unknown;
}

function toWire(
	row: JobRow,
	nowMs: number,
	{ needsRunner, result }: Outlook
) {
	const live = ! isFinal( row.status );
	const finished = row.parts.filter(
		( part ) => ! isUnfinished( part )
	).length;
	const isPartial =
		row.wish !== null &&
		finished > 0 &&
		( live || row.status === 'cancelled' );
	return {
		id: row.id,
		type: row.start.type,
		status: row.status,
		created_at: new Date( row.createdAtMs ).toISOString(),
		started_at: iso( row.startedAtMs ),
		finished_at: iso( row.finishedAtMs ),
		expires_at: iso( row.pendingSinceMs + LIFETIME_MS ),
		attempt: row.attempt,
		progress:
			row.status === 'processing'
				? {
						fraction: row.wish ? finished / row.parts.length : null,
						message: 'Waiting for the AI provider.',
					}
				: null,
		result: row.status === 'completed' ? result : null,
		...( row.wish && { partial_result: isPartial ? result : null } ),
		error: row.error,
		poll_after_ms: live ? pollAfterMs( row ) : null,
		needs_runner:
			needsRunner &&
			live &&
			row.parts.some( ( { state } ) => state === 'pending' ) &&
			nowMs - row.pendingSinceMs >= NEEDS_RUNNER_AFTER_MS,
		...( row.status === 'cancelled' && { may_be_billed: row.mayBeBilled } ),
		server_time: new Date( nowMs ).toISOString(),
	};
}

const pollAfterMs = ( { wish }: JobRow ) =>
	wish ? POLL_IMAGES_AFTER_MS : POLL_AFTER_MS;
