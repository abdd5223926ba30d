import type { DataRegistry } from '@wordpress/data';

/**
 * Waits until the post is saved as it is now: by a save that begins from here
 * on and succeeds. An autosave is none, since of a published post it is only a
 * copy. The store is asked by its name, as in {@link usePost}.
 *
 * @param registry The editor's stores.
 * @return Fulfilled at once where nothing is saved as posts are; never rejected.
 */
export function whenSaved( registry: DataRegistry ): Promise< void > {
	const is = ( name: string ): boolean =>
		registry.select( 'core/editor' )?.[ name ]?.() === true;
	const isSaving = () => is( 'isSavingPost' ) && ! is( 'isAutosavingPost' );

	if ( ! registry.select( 'core/editor' )?.[ 'isSavingPost' ] ) {
		return Promise.resolve();
	}
	return new Promise( ( resolve ) => {
		let wasSaving = isSaving();
		// The one that is under way does not know of what was done a moment ago.
		let isOurs = false;
		const unsubscribe = registry.subscribe( () => {
			const isSavingNow = isSaving();
			if ( isSavingNow && ! wasSaving ) {
				isOurs = true;
			}
			const isOver = wasSaving && ! isSavingNow;
			wasSaving = isSavingNow;
			if ( isOver && isOurs && is( 'didPostSaveRequestSucceed' ) ) {
				unsubscribe();
				resolve();
			}
		} );
	} );
}
