import {
	AiJobError,
	builtinJobTypes,
	parseSnapshot,
	type JobSnapshot,
} from '../../protocol/index.ts';
import { result } from '../../protocol/snapshot.fixture.ts';
import { wireSnapshot } from '../../protocol/wireSnapshot.fixture.ts';
import { createAiJobClient } from '../createAiJobClient.ts';
import type { JobNews } from '../jobNews.ts';
import type { Transport } from '../transport.ts';
import { createFakeBrowser } from './fakeBrowser.fixture.ts';
import {
	shareAcrossTabs,
	type ShareAcrossTabsOptions,
} from './shareAcrossTabs.ts';

/** The tabs of one user on one site. */
export const NAME = 'https://example.org/wp-json/ 7';
/** So long checks are counted. */
const TWO_MINUTES_MS = 120_000;

/** A site whose jobs run until the test ends them, and which takes its time to answer. */
function createSite(
	environment: ReturnType< typeof createFakeBrowser >[ 'environment' ],
	answerMs = 200
) {
	const ended = new Map< string, object >();
	const asked: { readonly tab: string; readonly ids: readonly string[] }[] =
		[];
	let ids = 0;
	let isDown = false;
	const see = ( id: string ): JobSnapshot =>
		parseSnapshot(
			wireSnapshot( {
				id,
				poll_after_ms: 3_000,
				server_time: new Date( environment.now() ).toISOString(),
				...ended.get( id ),
			} )
		);
	const answer = < Value >( value: () => Value ) =>
		new Promise< void >( ( resolve ) =>
			environment.setTimer( resolve, answerMs )
		).then( value );
	const end = ( id: string, how: object ) => {
		ended.set( id, { poll_after_ms: null, ...how } );
		return see( id );
	};
	const transport = ( tab: string ): Transport => ( {
		types: builtinJobTypes,
		repeatsStarts: true,
		maxChecksPerRequest: 50,
		start: () => answer( () => see( `job-${ ++ids }` ) ),
		async check( which ) {
			asked.push( { tab, ids: which } );
			return answer( () => {
				if ( isDown ) {
					throw new AiJobError( 'network', '', { retryable: true } );
				}
				return which.map( see );
			} );
		},
		cancel: ( id ) =>
			answer( () =>
				end( id, { status: 'cancelled', may_be_billed: true } )
			),
		retry: ( id ) =>
			answer( () => {
				ended.delete( id );
				return see( id );
			} ),
		acknowledge: () => answer( () => undefined ),
	} );
	return {
		transport,
		asked,
		complete: ( id: string ) => end( id, { status: 'completed', result } ),
		fail: () => ( isDown = true ),
	};
}

/** A browser whose tabs follow jobs of that site. */
export function setUp( answerMs?: number ) {
	const browser = createFakeBrowser();
	const { environment } = browser;
	const site = createSite( environment, answerMs );
	const stop = new AbortController();
	const open = (
		over: Partial< ShareAcrossTabsOptions > = {},
		name = 'first'
	) => {
		const tab = browser.openTab();
		const transport = shareAcrossTabs( site.transport( name ), {
			name: NAME,
			locks: tab.locks,
			openChannel: tab.openChannel,
			environment: tab.environment,
			...over,
		} );
		const client = createAiJobClient( {
			transport,
			environment: tab.environment,
		} );
		const seen = new Map< string, string >();
		const news: JobNews[] = [];
		transport.onNews?.( ( item ) => news.push( item ) );
		const watch = async ( id: string ) => {
			for await ( const { status } of client.watch(
				client.job( 'content', id ),
				{ signal: stop.signal }
			) ) {
				seen.set( id, status );
			}
		};
		return {
			tab,
			client,
			transport,
			seen,
			news,
			watch: ( ...ids: readonly string[] ) =>
				ids.forEach( ( id ) => void watch( id ).catch( () => {} ) ),
		};
	};
	return { ...browser, ...site, open, stop: () => stop.abort() };
}

/** How many checks so many tabs send in two minutes for three jobs, one tab opened after the other. */
export async function countChecks(
	tabs: number,
	over: Partial< ShareAcrossTabsOptions > = {},
	answerMs?: number
) {
	const { open, environment, asked, stop } = setUp( answerMs );
	const opened = Array.from( { length: tabs }, () => open( over ) );
	for ( const { watch } of opened ) {
		for ( const id of [ 'a', 'b', 'c' ] ) {
			watch( id );
			await environment.advance( 700 );
		}
	}
	asked.length = 0;
	await environment.advance( TWO_MINUTES_MS );
	stop();
	return asked.length;
}
