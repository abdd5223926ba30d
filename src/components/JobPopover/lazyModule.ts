import { useSyncExternalStore } from 'react';

/** Where a module stands that is fetched when it is needed. */
export type LazyState< Module > =
	| { readonly status: 'loading' }
	| { readonly status: 'ready'; readonly module: Module }
	/** It could not be fetched. */
	| { readonly status: 'failed'; readonly retry: () => void };

/** A module that is fetched when it is needed, once. */
export interface LazyModule< Module > {
	readonly get: () => LazyState< Module >;
	/** Fetches it, too, also once more where that failed before. */
	readonly subscribe: ( listener: () => void ) => () => void;
}

/**
 * Keeps what no popover needs when it opens in a file of its own, as far as a
 * build does that.
 *
 * @param load Imports it.
 * @example
 * const preview = lazyModule( () => import( './preview.ts' ) );
 */
export function lazyModule< Module >(
	load: () => Promise< Module >
): LazyModule< Module > {
	let state: LazyState< Module > = { status: 'loading' };
	let isUnderWay = false;
	const listeners = new Set< () => void >();
	const set = ( next: LazyState< Module > ) => {
		state = next;
		listeners.forEach( ( listener ) => listener() );
	};
	const fetchOnce = () => {
		if ( isUnderWay || state.status === 'ready' ) {
			return;
		}
		isUnderWay = true;
		load()
			.then(
				( module ) => set( { status: 'ready', module } ),
				() => set( { status: 'failed', retry } )
			)
			.finally( () => {
				isUnderWay = false;
			} );
	};
	const retry = () => {
		set( { status: 'loading' } );
		fetchOnce();
	};
	return {
		get: () => state,
		subscribe( listener ) {
			listeners.add( listener );
			fetchOnce();
			return () => {
				listeners.delete( listener );
			};
		},
	};
}

/**
 * A module that is fetched when this is first rendered.
 *
 * @param lazy What `lazyModule` made.
 */
export const useLazyModule = < Module >(
	lazy: LazyModule< Module >
): LazyState< Module > =>
	useSyncExternalStore( lazy.subscribe, lazy.get, lazy.get );
