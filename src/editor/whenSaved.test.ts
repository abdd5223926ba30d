import { createReduxStore, createRegistry } from '@wordpress/data';
import { expect, test, vi } from 'vitest';
import { whenSaved } from './whenSaved.ts';

type Saving = 'nothing' | 'post' | 'copy' | 'failed';

/** A post editor that saves. */
function openEditor() {
	const registry = createRegistry();
	registry.register(
		createReduxStore( 'core/editor', {
			reducer: (
				state: Saving = 'nothing',
				action: { type: string; saving?: Saving }
			) => action.saving ?? state,
			actions: {
				set: ( saving: Saving ) => ( { type: 'SET', saving } ),
			},
			selectors: {
				isSavingPost: ( saving: Saving ) =>
					saving === 'post' || saving === 'copy',
				isAutosavingPost: ( saving: Saving ) => saving === 'copy',
				didPostSaveRequestSucceed: ( saving: Saving ) =>
					saving === 'nothing',
			},
		} )
	);
	const go = ( ...steps: readonly Saving[] ) =>
		steps.forEach( ( saving ) =>
			registry.dispatch( 'core/editor' )[ 'set' ]?.( saving )
		);
	const isSaved = vi.fn();
	const wait = () => void whenSaved( registry ).then( isSaved );
	return { go, wait, isSaved };
}

const settled = () => new Promise( ( resolve ) => setTimeout( resolve ) );

test( 'the next save that succeeds', async () => {
	const { go, wait, isSaved } = openEditor();
	wait();
	go( 'post' );
	await settled();
	expect( isSaved ).not.toHaveBeenCalled();
	go( 'nothing' );
	await settled();
	expect( isSaved ).toHaveBeenCalledOnce();
} );

test.for< [ string, readonly Saving[] ] >( [
	[ 'an autosave, which is a copy', [ 'copy', 'nothing' ] ],
	[ 'a save that fails', [ 'post', 'failed' ] ],
] )( 'not %s', async ( [ , steps ] ) => {
	const { go, wait, isSaved } = openEditor();
	wait();
	go( ...steps );
	await settled();
	expect( isSaved ).not.toHaveBeenCalled();
	go( 'post', 'nothing' );
	await settled();
	expect( isSaved ).toHaveBeenCalledOnce();
} );

test( 'not a save that was under way before', async () => {
	const { go, wait, isSaved } = openEditor();
	go( 'post' );
	wait();
	go( 'nothing' );
	await settled();
	expect( isSaved ).not.toHaveBeenCalled();
	go( 'post', 'nothing' );
	await settled();
	expect( isSaved ).toHaveBeenCalledOnce();
} );

test( 'at once where nothing is saved as posts are', async () => {
	await whenSaved( createRegistry() );
} );
