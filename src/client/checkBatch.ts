import { AiJobError, type JobSnapshot } from '../protocol/index.ts';
import type { Environment } from './environment.ts';
import type { RequestOptions, Transport } from './transport.ts';

interface Waiting {
	readonly id: string;
	readonly options: RequestOptions;
	readonly resolve: ( snapshot: JobSnapshot ) => void;
	readonly reject: ( reason: unknown ) => void;
}

/**
 * Gathers the checks of one tick into as few requests as the carrier allows.
 *
 * A request is aborted when everybody who waits for it has aborted, not before.
 *
 * @param transport   Carries the checks.
 * @param environment Its timer ends the tick.
 */
export function createCheckBatch(
	transport: Transport,
	environment: Environment
): ( id: string, options: RequestOptions ) => Promise< JobSnapshot > {
	let waiting: Waiting[] = [];

	const flush = () => {
		const batch = waiting;
		waiting = [];
		const size = transport.maxChecksPerRequest ?? 1;
		const ids = [ ...new Set( batch.map( ( { id } ) => id ) ) ];
		for ( let from = 0; from < ids.length; from += size ) {
			const asked = ids.slice( from, from + size );
			void send(
				asked,
				batch.filter( ( { id } ) => asked.includes( id ) )
			);
		}
	};

	const send = async (
		ids: readonly string[],
		askers: readonly Waiting[]
	) => {
		const controller = new AbortController();
		let listening = askers.filter(
			( { options } ) => ! options.signal.aborted
		);
		const forget = listening.map( ( asker ) => {
			const onAbort = () => {
				asker.reject( asker.options.signal.reason );
				listening = listening.filter( ( other ) => other !== asker );
				if ( listening.length === 0 ) {
					controller.abort( asker.options.signal.reason );
				}
			};
			asker.options.signal.addEventListener( 'abort', onAbort, {
				once: true,
			} );
			return () =>
				asker.options.signal.removeEventListener( 'abort', onAbort );
		} );
		try {
			if ( listening.length === 0 ) {
				return;
			}
			const snapshots = await transport.check( ids, {
				signal: controller.signal,
				timeoutMs: Math.max(
					...listening.map( ( { options } ) => options.timeoutMs )
				),
			} );
			for ( const { id, resolve, reject } of askers ) {
				const snapshot = snapshots.find(
					( candidate ) => candidate.id === id
				);
				if ( snapshot ) {
					resolve( snapshot );
				} else {
					reject(
						new AiJobError(
							'not_found',
							`The server does not know job ${ id }.`
						)
					);
				}
			}
		} catch ( error ) {
			askers.forEach( ( { reject } ) => reject( error ) );
		} finally {
			forget.forEach( ( stop ) => stop() );
		}
	};

	return ( id, options ) =>
		new Promise( ( resolve, reject ) => {
			if ( options.signal.aborted ) {
				reject( options.signal.reason );
				return;
			}
			const onAbort = () => reject( options.signal.reason );
			options.signal.addEventListener( 'abort', onAbort, { once: true } );
			const settle =
				< Value >( settled: ( value: Value ) => void ) =>
				( value: Value ) => {
					options.signal.removeEventListener( 'abort', onAbort );
					settled( value );
				};
			waiting.push( {
				id,
				options,
				resolve: settle( resolve ),
				reject: settle( reject ),
			} );
			if ( waiting.length === 1 ) {
				environment.setTimer( flush, 0 );
			}
		} );
}
