import { groupBy } from 'es-toolkit/array';
import type { Story, Told } from './author.ts';
import type { Records } from './campaign.ts';
import type { JobPlan } from './plan.ts';
import type { LedgerEvent } from './ledger.ts';
import { textOf, type ProviderCall } from './provider.ts';
import type { Trouble } from './siteWide.ts';
import { SPEED } from './world.ts';

/** Something that must not happen. */
export interface Violation {
	readonly number: number;
	readonly what: string;
	/** What was drawn for the job. */
	readonly faults: readonly string[];
}

/** What a run shows. */
export interface Verdict {
	readonly jobs: number;
	readonly starts: number;
	readonly providerCalls: number;
	/** Usable answers of which a process of the site had the last byte while the job was live. */
	readonly delivered: number;
	/** Those of them that their author has. */
	readonly received: number;
	/** Those whose author stopped the job before they had them. */
	readonly stopped: number;
	/** Usable answers that came when the job had ended. */
	readonly tooLate: number;
	/** Usable answers that the provider sent to a process that was killed before it had their last byte. */
	readonly neverCame: number;
	readonly lost: readonly Violation[];
	readonly doubleCalls: readonly Violation[];
	readonly doubleJobs: readonly Violation[];
	readonly doubleImports: readonly Violation[];
	readonly hanging: readonly Violation[];
	readonly untrue: readonly Violation[];
	/** What authors saw in the end, by status; `none`: no job came to be. */
	readonly ends: Readonly< Record< string, number > >;
	/** What authors were told, by code. */
	readonly told: Readonly< Record< string, number > >;
}

/** What says that a provider was not asked in vain. */
const HTTP_OK = 200;

/** Errors about a request, which say nothing of the job. */
const ABOUT_THE_REQUEST: ReadonlySet< string > = new Set( [
	'network',
	'timeout',
	'server',
	'rate_limited',
	'protocol',
	'not_logged_in',
	'invalid_nonce',
	'unsupported',
	'timed_out',
] );

/** What the provider's own conduct explains, by code. */
const EXPLAINED: Readonly< Record< string, readonly string[] > > = {
	provider_unavailable: [ 'server-error', 'reset', 'cut' ],
	provider_rate_limited: [ 'limited' ],
	provider_invalid_response: [ 'cut' ],
	provider_address: [ 'garbage' ],
	provider_timeout: [ 'late' ],
};

/**
 * Compares what the site's processes, the provider and the authors have seen.
 *
 * @param records
 */
export function judge( records: Records ): Verdict {
	const { plans, stories, calls, events, rows } = records;
	const planOf = new Map( plans.map( ( plan ) => [ plan.number, plan ] ) );
	const violation = ( number: number, what: string ): Violation => ( {
		number,
		what,
		faults:
			planOf
				.get( number )
				?.faults.map(
					( { kind, fault } ) =>
						`${ kind.name } ${ JSON.stringify( fault ) }`
				) ?? [],
	} );
	const lost: Violation[] = [];
	const doubleCalls: Violation[] = [];
	const doubleJobs: Violation[] = [];
	const doubleImports: Violation[] = [];
	const untrue: Violation[] = [];
	let delivered = 0;
	let received = 0;
	let stopped = 0;
	let tooLate = 0;
	let neverCame = 0;

	for ( const story of stories ) {
		const { number } = story;
		const plan = planOf.get( number );
		const mine = events.filter( ( event ) => event.number === number );
		const asked = calls.filter( ( call ) => call.number === number );
		if ( ! plan ) {
			continue;
		}

		for ( const call of asked.filter( ( { answered } ) => answered ) ) {
			const isTheirs =
				call.attempt === lastAttempt( asked, call.part ) &&
				( plan.type === 'image'
					? story.images.includes( call.part )
					: story.text === textOf( number ) );
			const answer = mine.find(
				( { event, http, part, attempt } ) =>
					part === call.part &&
					attempt === call.attempt &&
					( event === 'received' ||
						( event === 'answered' && http === HTTP_OK ) )
			);
			if ( ! answer && ! isTheirs ) {
				neverCame++;
				continue;
			}
			const end = mine.find(
				( event ) =>
					answer !== undefined &&
					event.event === 'status' &&
					event.at < answer.at &&
					event.to !== undefined &&
					ENDED.has( event.to ) &&
					! mine.some(
						( later ) =>
							later.event === 'status' &&
							later.to === 'pending' &&
							later.at > event.at &&
							later.at < answer.at
					)
			);
			if ( end ) {
				tooLate++;
				continue;
			}
			delivered++;
			if ( isTheirs ) {
				received++;
			} else if ( story.cancelled ) {
				stopped++;
			} else {
				lost.push(
					violation(
						number,
						`image or text ${ call.part } of attempt ${ call.attempt }; the author saw ${ story.end }, was told ${ codes( story ) }`
					)
				);
			}
		}

		const byPiece = groupBy(
			asked,
			( call ) => `${ call.part }/${ call.attempt }`
		);
		for ( const [ piece, same ] of Object.entries( byPiece ) ) {
			if ( same.length > 1 ) {
				doubleCalls.push(
					violation(
						number,
						`${ same.length } calls for part and attempt ${ piece }`
					)
				);
			}
		}
		const attempts = Math.max(
			0,
			...asked.map( ( { attempt } ) => attempt )
		);
		if ( attempts > 1 + story.retries ) {
			doubleCalls.push(
				violation(
					number,
					`${ attempts } attempts, of which the author asked for ${ 1 + story.retries }`
				)
			);
		}

		const created = mine.filter( ( { event } ) => event === 'created' );
		if ( created.length > 1 || story.ids.size > 1 ) {
			doubleJobs.push(
				violation(
					number,
					`${ created.length } jobs, ${ story.ids.size } ids`
				)
			);
		}
		for ( const [ index, ids ] of story.attachments ) {
			if ( ids.size > 1 ) {
				doubleImports.push(
					violation(
						number,
						`attachments ${ [ ...ids ].join( ', ' ) } of image ${ index }`
					)
				);
			}
		}
		for ( const index of plan.type === 'image' ? story.images : [] ) {
			if ( ! story.attachments.has( index ) ) {
				lost.push(
					violation(
						number,
						`image ${ index } could not be imported: ${ codes( story ) }`
					)
				);
			}
		}
		for ( const told of story.told ) {
			const lie = findLie(
				told,
				plan,
				story,
				asked.filter( ( { at } ) => at <= told.at ),
				mine.some(
					( event ) =>
						records.killed.has( event.pid ) ||
						( event.event === 'fault' &&
							event.deed !== undefined ) ||
						wasUnheard( event, records.troubles )
				)
			);
			if ( lie ) {
				untrue.push(
					violation(
						number,
						`${ told.doing }: ${ told.code } (${ told.message }): ${ lie }`
					)
				);
			}
		}
		if ( story.text !== null && story.text !== textOf( number ) ) {
			untrue.push(
				violation( number, `another job’s text: ${ story.text }` )
			);
		}
	}

	return {
		jobs: stories.length,
		starts: stories.reduce( ( sum, { starts } ) => sum + starts, 0 ),
		providerCalls: calls.length,
		delivered,
		received,
		stopped,
		tooLate,
		neverCame,
		lost,
		doubleCalls,
		doubleJobs,
		doubleImports,
		hanging: [
			...rows
				.filter( ( { status } ) => ! ENDED.has( status ) )
				.map( ( row ) =>
					violation(
						Number( /#(\d+)/.exec( row.input )?.[ 1 ] ?? 0 ),
						`${ row.id } is ${ row.status }`
					)
				),
			...stories
				.filter( ( { end } ) => end === null || ! ENDED.has( end ) )
				.map( ( story ) =>
					violation(
						story.number,
						`the author waits: ${ story.end }, told ${ codes( story ) }`
					)
				),
		],
		untrue,
		ends: count( stories.map( ( { end } ) => end ?? 'none' ) ),
		told: count(
			stories.flatMap( ( { told } ) => told.map( ( { code } ) => code ) )
		),
	};
}

const ENDED: ReadonlySet< string > = new Set( [
	'completed',
	'failed',
	'expired',
	'cancelled',
] );

/** What keeps a runner's signs of life from being heard: the database takes none, or its clock ends the lease. */
const DEAFENING: ReadonlySet< string > = new Set( [
	'database-gone',
	'read-only',
	'clock-step',
] );

/** The lease of a runner that gives signs of life, in real ms: the plugin's `Heartbeat::LEASE_MS`. */
const LEASE_MS = 60_000 / SPEED;

/** Whether a job was given up, though its runner lived, after a lease in which it could not be heard. */
const wasUnheard = (
	{ event, code, at }: LedgerEvent,
	troubles: readonly Trouble[]
) =>
	event === 'status' &&
	code === 'interrupted' &&
	troubles.some(
		( { deed, fromMs, untilMs } ) =>
			DEAFENING.has( deed ) && fromMs <= at && untilMs >= at - LEASE_MS
	);

/** Why something that the author was told is not so; null: it is. */
function findLie(
	told: Told,
	plan: JobPlan,
	story: Story,
	asked: readonly ProviderCall[],
	isInterrupted: boolean
): string | null {
	if ( ABOUT_THE_REQUEST.has( told.code ) ) {
		return null;
	}
	if ( told.code === 'conflict' ) {
		// The answer to a retry before was lost, and it had been taken.
		const wasRetried = story.told.some(
			( { doing, code, at } ) =>
				doing === 'retry' &&
				at < told.at &&
				ABOUT_THE_REQUEST.has( code )
		);
		return told.doing === 'cancel' ||
			( told.doing === 'retry' && wasRetried )
			? null
			: 'the status allowed it';
	}
	if ( told.code === 'not_found' ) {
		return 'the job was there';
	}
	const deeds = plan.faults.map( ( { fault } ) =>
		'deed' in fault ? fault.deed : ''
	);
	if (
		told.code === 'provider_timeout' &&
		asked.some( ( { abandoned } ) => abandoned )
	) {
		return null;
	}
	if ( told.code in EXPLAINED ) {
		return EXPLAINED[ told.code ]?.some( ( deed ) =>
			( deeds as string[] ).includes( deed )
		)
			? null
			: 'the provider did nothing of the kind';
	}
	if ( asked.length > 0 && ! told.mayBeBilled ) {
		return 'the provider was asked, and it may be billed';
	}
	if (
		told.code === 'interrupted' &&
		! isInterrupted &&
		! deeds.includes( 'kill' )
	) {
		return 'no process died, and none was unheard';
	}
	return told.code === 'interrupted' ||
		told.code === 'expired' ||
		told.code === 'internal'
		? null
		: `unexpected, ${ story.end }`;
}

function lastAttempt( calls: readonly ProviderCall[], part: number ): number {
	return Math.max(
		...calls
			.filter( ( call ) => call.part === part )
			.map( ( { attempt } ) => attempt )
	);
}

function count( names: readonly string[] ): Record< string, number > {
	const counts: Record< string, number > = {};
	for ( const name of names ) {
		counts[ name ] = ( counts[ name ] ?? 0 ) + 1;
	}
	return counts;
}

function codes( story: Story ): string {
	return (
		story.told
			.map( ( { doing, code } ) => `${ doing } ${ code }` )
			.join( ', ' ) || 'nothing'
	);
}
