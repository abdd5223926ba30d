import { isFinal, type JobSnapshot } from '../../protocol/index.ts';
import { platformEnvironment, type Environment } from '../environment.ts';
import { seenIn, type JobNews } from '../jobNews.ts';
import type { RequestOptions, Transport } from '../transport.ts';
import { channelName } from './channelName.ts';
import { createNewsBoard } from './newsBoard.ts';
import { newsMessage, readNews } from './newsMessage.ts';
import { takeTurn, type TabLocks } from './turn.ts';

/** The part of a `BroadcastChannel` that tabs talk over. */
export interface TabChannel {
	postMessage: ( message: unknown ) => void;
	addEventListener: (
		type: 'message',
		listener: ( event: { readonly data: unknown } ) => void
	) => void;
}

export interface ShareAcrossTabsOptions {
	/**
	 * Names the site and the user: tabs with the same name share what they see,
	 * so two users must never have one.
	 */
	readonly name: string;
	/** Null for none. @default the browser's Web Locks, where it has them */
	readonly locks?: TabLocks | null;
	/** Null for none. @default a `BroadcastChannel`, where the browser has them */
	readonly openChannel?: ( ( name: string ) => TabChannel ) | null;
	/** After this, in ms, a tab that is asking and silent is not waited for. Default 5,000. */
	readonly graceMs?: number;
	/** Clock and timers; tests bring their own. */
	readonly environment?: Environment;
}

/** 1 s, in ms: without locks, who was told last time lets the other tab ask first this time. */
const HEAD_START_MS = 1_000;

/** 100 ms: news travel on another way than locks; who waits for the turn hears them first. */
const HOLD_MS = 100;

/** 40 s, in ms: more than the longest pace, so that what is still followed was wanted since. */
const WANTED_MS = 40_000;

/**
 * Lets the tabs of one user on one site see their jobs together: what one tab
 * has asked, the others know, and they ask only for what they were not told.
 * So many tabs send as many checks as one, and a job that is started, stopped,
 * retried or acknowledged in one tab is so in all.
 *
 * There is no leader to elect or to lose. Before a check, a tab looks at what
 * it was told; tabs that check at the same time take turns with a Web Lock, so
 * the second one is told. A tab that closes, crashes or freezes tells nothing,
 * and the others ask for themselves when their next check is due.
 *
 * Where the browser has no `BroadcastChannel`, the transport is as it was.
 *
 * @param transport Carries the checks.
 * @param options   The name that tabs share.
 * @example
 * const transport = shareAcrossTabs( createRestTransport( { root, nonce, nonceUrl } ), {
 *   name: `${ root } ${ userId }`,
 * } );
 */
export function shareAcrossTabs(
	transport: Transport,
	{
		name,
		locks = platformLocks(),
		openChannel = platformChannel(),
		graceMs = 5_000,
		environment = platformEnvironment,
	}: ShareAcrossTabsOptions
): Transport {
	if ( ! openChannel ) {
		return transport;
	}
	const fullName = channelName( name );
	const {
		cancel,
		retry,
		acknowledge,
		maxChecksPerRequest: maxChecks = 1,
	} = transport;
	const channel = openChannel( fullName );
	const board = createNewsBoard( environment );
	const listeners = new Set< ( news: JobNews ) => void >();
	/** Jobs of which another tab told last. */
	const told = new Set< string >();

	const hear = ( news: JobNews ) =>
		[ ...listeners ].forEach( ( listener ) => listener( news ) );
	channel.addEventListener( 'message', ( { data } ) => {
		const news = readNews( data );
		if ( ! news ) {
			return;
		}
		if ( news.kind === 'seen' ) {
			for ( const snapshot of news.snapshots ) {
				told.add( snapshot.id );
				board.put( snapshot );
			}
		} else if ( news.kind === 'acknowledged' ) {
			board.clear( [ news.id ] );
		}
		hear( news );
	} );
	const tell = ( news: JobNews ) => {
		board.clear( seenIn( news ) );
		channel.postMessage( newsMessage( news ) );
	};
	const onNews = ( listener: ( news: JobNews ) => void ) => {
		listeners.add( listener );
		return () => void listeners.delete( listener );
	};
	const tellOf = async ( answer: Promise< JobSnapshot > ) => {
		const snapshot = await answer;
		tell( { kind: 'seen', snapshots: [ snapshot ] } );
		return snapshot;
	};
	/** Jobs that this tab follows and when, in ms, it last wanted to know of them. */
	const wanted = new Map< string, number >();
	const want = ( ids: readonly string[] ) =>
		ids.forEach( ( id ) => wanted.set( id, environment.now() ) );
	/** Jobs that are due soon: they travel along, and are in step from then on. */
	const alongWith = ( ids: readonly string[] ) =>
		[ ...wanted ]
			.filter(
				( [ id, atMs ] ) =>
					! ids.includes( id ) && environment.now() - atMs < WANTED_MS
			)
			.map( ( [ id ] ) => id )
			.slice( 0, Math.max( maxChecks - ids.length, 0 ) );

	const ask = async ( ids: readonly string[], options: RequestOptions ) => {
		const all = [ ...ids, ...alongWith( ids ) ];
		const seen = await transport.check( all, options );
		all.forEach( ( id ) => {
			told.delete( id );
			const snapshot = seen.find( ( one ) => one.id === id );
			if ( ! snapshot || isFinal( snapshot.status ) ) {
				wanted.delete( id );
			}
		} );
		tell( {
			kind: 'seen',
			// This tab lends the job a request if it needs one.
			snapshots: seen.map( ( snapshot ) => ( {
				...snapshot,
				needsRunner: false,
			} ) ),
		} );
		const along = seen.filter( ( { id } ) => ! ids.includes( id ) );
		along.forEach( board.put );
		if ( along.length > 0 ) {
			hear( { kind: 'seen', snapshots: along } );
		}
		return seen.filter( ( { id } ) => ids.includes( id ) );
	};

	return {
		...transport,
		onNews,
		async check( ids, options ) {
			want( ids );
			const known = board.take( ids );
			const missing = without( ids, known );
			if ( missing.length === 0 ) {
				return known;
			}
			const endTurn = await takeTurn( {
				locks,
				// One request asks for all, where the carrier can.
				name:
					maxChecks > 1
						? fullName
						: `${ fullName } ${ missing[ 0 ] }`,
				graceMs,
				headStartMs: missing.some( ( id ) => told.has( id ) )
					? HEAD_START_MS
					: 0,
				signal: options.signal,
				environment,
				onTold: ( callback ) =>
					onNews( () => board.has( missing ) && callback() ),
			} );
			known.push( ...board.take( missing ) );
			try {
				const asked = without( ids, known );
				return asked.length === 0
					? known
					: [ ...known, ...( await ask( asked, options ) ) ];
			} catch ( error ) {
				known.forEach( board.put );
				throw error;
			} finally {
				environment.setTimer( endTurn, HOLD_MS );
			}
		},
		async start( request, options ) {
			const snapshot = await transport.start( request, options );
			tell( {
				kind: 'started',
				snapshot,
				postId: request.context?.postId ?? null,
			} );
			return snapshot;
		},
		...( cancel && {
			cancel: ( id, options ) => tellOf( cancel( id, options ) ),
		} ),
		...( retry && {
			retry: ( id, options ) => tellOf( retry( id, options ) ),
		} ),
		...( acknowledge && {
			async acknowledge( id, options ) {
				await acknowledge( id, options );
				tell( { kind: 'acknowledged', id } );
			},
		} ),
	};
}

const without = (
	ids: readonly string[],
	snapshots: readonly JobSnapshot[]
): readonly string[] =>
	ids.filter( ( id ) => ! snapshots.some( ( known ) => known.id === id ) );

/** Missing in insecure contexts and old browsers, whatever the types say. */
const platformLocks = (): TabLocks | null =>
	typeof navigator === 'undefined' ? null : ( navigator.locks ?? null );

const platformChannel = () =>
	typeof BroadcastChannel === 'undefined'
		? null
		: ( name: string ): TabChannel => new BroadcastChannel( name );
