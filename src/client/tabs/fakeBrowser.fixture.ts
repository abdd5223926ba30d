import type { Environment } from '../environment.ts';
import { createFakeEnvironment } from '../fakeEnvironment.ts';
import type { TabChannel } from './shareAcrossTabs.ts';
import type { TabLocks } from './turn.ts';

/** A tab whose life a test decides on. */
export interface FakeTab {
	readonly environment: Environment;
	readonly locks: TabLocks;
	readonly openChannel: ( name: string ) => TabChannel;
	/** Nothing of it runs until it is thawed; its locks it keeps. */
	freeze: () => void;
	thaw: () => void;
	/** It is closed, or has crashed: its locks are released. */
	close: () => void;
	/** Timers fire at most once in so many ms, as in a hidden tab. */
	throttle: ( ms: number ) => void;
}

interface Held {
	readonly owner: object;
	readonly lose: ( reason: DOMException ) => void;
}

interface Queued extends Held {
	readonly grant: () => void;
}

/** A browser with tabs that share locks, channels and one clock. */
export function createFakeBrowser() {
	const environment = createFakeEnvironment();
	const channels = new Map<
		string,
		Set< { owner: object; hear: ( data: unknown ) => void } >
	>();
	const held = new Map< string, Held >();
	const queues = new Map< string, Queued[] >();

	const next = ( name: string ) => {
		held.delete( name );
		queues.get( name )?.shift()?.grant();
	};

	const requestLock = async (
		owner: object,
		name: string,
		{ steal = false, signal }: LockOptions,
		callback: () => unknown
	) => {
		signal?.throwIfAborted();
		return new Promise< unknown >( ( resolve, reject ) => {
			const grant = () => {
				const mine = { owner, lose: reject };
				held.set( name, mine );
				void Promise.resolve( callback() ).then( ( value ) => {
					resolve( value );
					if ( held.get( name ) === mine ) {
						next( name );
					}
				} );
			};
			const current = held.get( name );
			if ( ! current || steal ) {
				current?.lose( new DOMException( 'Stolen', 'AbortError' ) );
				grant();
				return;
			}
			const queue = queues.get( name ) ?? [];
			const queued = { owner, lose: reject, grant };
			queues.set( name, [ ...queue, queued ] );
			signal?.addEventListener( 'abort', () => {
				queues.set(
					name,
					( queues.get( name ) ?? [] ).filter(
						( other ) => other !== queued
					)
				);
				reject( signal.reason );
			} );
		} );
	};

	const openTab = (): FakeTab => {
		const owner = {};
		const backlog: ( () => void )[] = [];
		let state: 'running' | 'frozen' | 'closed' = 'running';
		let throttleMs = 0;
		const run = ( task: () => void ) => {
			if ( state === 'running' ) {
				task();
			} else if ( state === 'frozen' ) {
				backlog.push( task );
			}
		};
		const request = (
			name: string,
			optionsOrCallback: LockOptions | ( () => unknown ),
			callback?: () => unknown
		) =>
			typeof optionsOrCallback === 'function'
				? requestLock( owner, name, {}, optionsOrCallback )
				: requestLock(
						owner,
						name,
						optionsOrCallback,
						callback ?? ( () => {} )
					);
		return {
			environment: {
				...environment,
				setTimer: ( callback, delayMs ) =>
					environment.setTimer(
						() => run( callback ),
						Math.max( delayMs, throttleMs )
					),
				onWake: ( callback ) =>
					environment.onWake( () => run( callback ) ),
			},
			locks: { request: request as TabLocks[ 'request' ] },
			openChannel( name ) {
				const tabs = channels.get( name ) ?? new Set();
				channels.set( name, tabs );
				const listeners = new Set<
					( event: { data: unknown } ) => void
				>();
				tabs.add( {
					owner,
					hear: ( data ) =>
						run( () =>
							listeners.forEach( ( listener ) =>
								listener( { data } )
							)
						),
				} );
				return {
					postMessage( message ) {
						const data: unknown = structuredClone( message );
						run( () =>
							tabs.forEach( ( tab ) => {
								if ( tab.owner !== owner ) {
									environment.setTimer(
										() => tab.hear( data ),
										1
									);
								}
							} )
						);
					},
					addEventListener: ( _type, listener ) =>
						void listeners.add( listener ),
				};
			},
			freeze() {
				state = 'frozen';
			},
			thaw() {
				state = 'running';
				backlog.splice( 0 ).forEach( ( task ) => task() );
			},
			close() {
				state = 'closed';
				for ( const [ name, lock ] of held ) {
					if ( lock.owner === owner ) {
						next( name );
					}
				}
			},
			throttle( ms ) {
				throttleMs = ms;
			},
		};
	};

	return {
		environment,
		openTab,
		/** Another script of the site says something. */
		shout: ( name: string, data: unknown ) =>
			channels.get( name )?.forEach( ( tab ) => tab.hear( data ) ),
	};
}
