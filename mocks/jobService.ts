import { isFinal } from '../src/protocol/index.ts';
import {
	canImport,
	capabilitiesOf,
	imageOptionsOf,
	providerOf,
	settingsUrlFor,
} from './capabilities.ts';
import type { MockClock } from './clock.ts';
import { demoImageSize } from './demoImage.ts';
import { readImageWish, requirePossible } from './imageWish.ts';
import { mockUuid, newRow, type JobRow } from './jobRow.ts';
import type { JournalEntry, JournalRequest } from './journal.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { Quota } from './limits.ts';
import type { MediaLibrary, WireAttachment } from './mediaLibrary.ts';
import { conflict, notFound, Refusal } from './refusal.ts';
import type { Scenario } from './scenario.ts';
import type { MockJobTypes } from './mockJobType.ts';
import { readKey, readStart, type StartBody } from './startBody.ts';
import type { UsedKeys } from './usedKeys.ts';
import { canStart, requirePost, requireUser, type MockUser } from './user.ts';
import { proposeAlt, toWire, type WireSnapshot } from './wireSnapshot.ts';

const MAX_LISTED = 50;

/** What the site does for who asks. Refusals are thrown. */
export interface JobService {
	start: (
		body: unknown,
		/** The `Idempotency-Key` header. */
		header: string | null,
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
	/** With a post: what the user may start for it. */
	capabilities: ( postId?: number ) => object;
}

/** What all who ask share. */
export interface Site {
	readonly rows: Map< string, JobRow >;
	readonly library: MediaLibrary;
	readonly journal: JournalEntry[];
	readonly clock: MockClock;
	readonly lifecycle: Lifecycle;
	readonly quota: Quota;
	readonly usedKeys: UsedKeys;
	readonly scenario: () => Scenario;
	readonly jobTypes: MockJobTypes;
	/** When it pays to ask again for a job of a type, in ms. */
	readonly pollAfterMs: ( type: string ) => number;
	/** Numbers the jobs, from 1. */
	readonly nextNumber: () => number;
}

/**
 * The operations of the wire, for one who asks.
 *
 * @param site What is asked.
 * @param who  Who asks, at the time.
 */
export function createJobService(
	site: Site,
	who: () => MockUser | null
): JobService {
	const {
		rows,
		library,
		journal,
		clock,
		lifecycle,
		usedKeys,
		scenario,
		jobTypes,
	} = site;

	/** Does it, and writes down what became of it. */
	const note = < Answer >(
		act: () => Answer,
		toRequest: ( answer: Answer | null ) => JournalRequest
	): Answer => {
		const atMs = clock.now();
		const userId = who()?.id ?? null;
		const write = ( answer: Answer | null, refusal: string | null ) =>
			journal.push( { ...toRequest( answer ), atMs, userId, refusal } );
		try {
			const answer = act();
			write( answer, null );
			return answer;
		} catch ( error ) {
			if ( error instanceof Refusal ) {
				write( null, error.code );
			}
			throw error;
		}
	};

	const snapshot = ( row: JobRow ) =>
		toWire( row, {
			nowMs: clock.now(),
			needsRunner:
				( scenario().needsRunner ?? false ) &&
				lifecycle.isForgotten( row ),
			queuePosition: lifecycle.queuePosition( row ),
			pollAfterMs: site.pollAfterMs( row.start.type ),
			model: providerOf( scenario() ).name,
			library,
			demoResult: () =>
				jobTypes.get( row.start.type )?.result( row.start.input ),
		} );

	/** Counts a start of this owner's, or refuses it. */
	const spend = ( owner: number ) =>
		site.quota.spend(
			owner,
			[ ...rows.values() ].filter(
				( row ) => row.owner === owner && ! isFinal( row.status )
			).length
		);

	/** The rows that the user may see, brought up to the present. */
	const visible = (): JobRow[] => {
		const { id, isAdministrator } = requireUser( who() );
		lifecycle.settle();
		for ( const row of [ ...rows.values() ] ) {
			if ( lifecycle.isGone( row ) ) {
				rows.delete( row.id );
			}
		}
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
		// Not even who sees everybody's jobs.
		if ( row.owner !== who()?.id ) {
			throw notFound();
		}
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

	const start = (
		body: unknown,
		header: string | null,
		idPrefix: string
	) => {
		const user = requireUser( who() );
		const owner = user.id;
		const asked = readStart( body, jobTypes );
		const idempotencyKey = readKey( header, body );
		requirePost( user, asked.context?.post_id, 'context.post_id' );
		if ( ! canStart( user, asked.type ) ) {
			throw new Refusal(
				403,
				'ai_job_forbidden',
				'You are not allowed to start jobs of this type.',
				{ field: 'type' }
			);
		}
		const earlier = visible().find(
			( row ) =>
				idempotencyKey !== null &&
				row.owner === owner &&
				row.idempotencyKey === idempotencyKey
		);
		if ( earlier ) {
			if ( JSON.stringify( earlier.start ) !== JSON.stringify( asked ) ) {
				throw new Refusal(
					409,
					'ai_job_idempotency_conflict',
					'This key was used for another job.'
				);
			}
			return { isNew: false, row: earlier };
		}
		if (
			idempotencyKey !== null &&
			usedKeys.has( owner, idempotencyKey )
		) {
			throw conflict(
				'This request was sent before, and is answered already.'
			);
		}
		if ( scenario().hasProvider === false ) {
			const settingsUrl = settingsUrlFor( user, scenario() );
			throw new Refusal(
				503,
				'ai_job_no_provider',
				'No AI provider is set up on this site.',
				settingsUrl ? { settings_url: settingsUrl } : {}
			);
		}
		const wish =
			asked.type === 'image' ? readImageWish( asked.input ) : null;
		if ( wish ) {
			requirePossible( wish, imageOptionsOf( scenario() ) );
		}
		spend( owner );
		const id = idPrefix + mockUuid( site.nextNumber() );
		const row = newRow(
			{ id, owner, start: asked, idempotencyKey, wish },
			clock.now()
		);
		lifecycle.enter( row );
		rows.set( id, row );
		return { isNew: true, row };
	};

	return {
		start( body, header, idPrefix = '' ) {
			const { isNew, row } = note(
				() => start( body, header, idPrefix ),
				( started ) => ( {
					request: 'start',
					job: started && {
						...started.row.start,
						id: started.row.id,
						owner: started.row.owner,
						idempotencyKey: started.row.idempotencyKey,
					},
					isNew: started?.isNew ?? false,
				} )
			);
			return { isNew, snapshot: snapshot( row ) };
		},
		check: ( ids ) =>
			note(
				() => {
					const known = visible();
					const found = ids.flatMap( ( id ) =>
						known.filter( ( row ) => row.id === id )
					);
					if ( found.length === 0 ) {
						throw notFound();
					}
					return found.map( snapshot );
				},
				() => ( { request: 'check', ids } )
			),
		list: ( postId ) =>
			note(
				() =>
					visible()
						.filter(
							( {
								owner,
								start: asked,
								status,
								acknowledgedAtMs,
							} ) =>
								owner === who()?.id &&
								asked.context?.post_id === postId &&
								( ! isFinal( status ) ||
									( status !== 'cancelled' &&
										acknowledgedAtMs === null ) )
						)
						.reverse()
						.slice( 0, MAX_LISTED )
						.map( ( row ) => ( {
							...snapshot( row ),
							input: row.start.input,
							context: row.start.context ?? {},
						} ) ),
				() => ( { request: 'list', postId } )
			),
		acknowledge: ( id ) =>
			note(
				() => {
					const row = find( id );
					if ( ! isFinal( row.status ) ) {
						throw conflict( 'The job is not finished yet.' );
					}
					if ( row.acknowledgedAtMs === null ) {
						row.acknowledgedAtMs = clock.now();
						if ( row.idempotencyKey !== null ) {
							usedKeys.add( row.owner, row.idempotencyKey );
						}
					}
					return snapshot( row );
				},
				() => ( { request: 'acknowledge', id } )
			),
		cancel: ( id ) =>
			note(
				() => {
					const row = find( id );
					if ( row.status !== 'cancelled' ) {
						if ( isFinal( row.status ) ) {
							throw conflict( 'The job is finished already.' );
						}
						lifecycle.cancel( row );
					}
					return snapshot( row );
				},
				() => ( { request: 'cancel', id } )
			),
		run: ( id ) =>
			note(
				() => {
					const row = find( id );
					lifecycle.run( row );
					return snapshot( row );
				},
				() => ( { request: 'run', id } )
			),
		retry: ( id ) =>
			note(
				() => {
					const row = find( id );
					if ( ! row.error?.retryable ) {
						throw conflict( 'This job cannot run again.' );
					}
					spend( row.owner );
					lifecycle.revive( row );
					lifecycle.enter( row );
					return snapshot( row );
				},
				() => ( { request: 'retry', id } )
			),
		image( id, index ) {
			const { width, height } = findImage( id, index );
			return { width, height };
		},
		importImage: ( id, index, fields ) =>
			note(
				() => {
					if ( ! canImport( requireUser( who() ), scenario() ) ) {
						throw new Refusal(
							403,
							'ai_job_forbidden',
							'You are not allowed to upload files.'
						);
					}
					const { row, wish, width, height } = findImage( id, index );
					const earlier = library.find( id, index );
					if ( earlier ) {
						return { isNew: false, attachment: earlier };
					}
					const alt = proposeAlt( wish.prompt );
					const attachment = library.add(
						{
							jobId: id,
							index,
							width,
							height,
							alt,
							prompt: wish.prompt,
						},
						fields,
						scenario().importFaults?.[ row.imports++ ]
					);
					return { isNew: true, attachment };
				},
				() => ( { request: 'import', id, index, fields } )
			),
		capabilities: ( postId ) =>
			note(
				() => {
					const user = requireUser( who() );
					requirePost( user, postId, 'post' );
					return capabilitiesOf( user, scenario(), jobTypes );
				},
				() => ( { request: 'capabilities' } )
			),
	};
}
