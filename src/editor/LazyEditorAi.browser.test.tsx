import { select } from '@wordpress/data';
import { store as noticesStore } from '@wordpress/notices';
import { expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-react';
import { LazyEditorAi } from './LazyEditorAi.tsx';
import { popoverSwitch } from './popoverSwitch.ts';

vi.mock( './createEditorAi.tsx', () => {
	throw new Error( 'The network is gone.' );
} );

test( 'where the popover cannot be loaded, the author is told, and the button can be pressed again', async () => {
	await render(
		<LazyEditorAi
			settings={ { restRoot: '/', nonce: '', nonceUrl: '/' } }
		/>
	);
	expect( select( noticesStore ).getNotices() ).toEqual( [] );
	popoverSwitch.open( { kind: 'text', key: 'a' } );
	await vi.waitFor( () =>
		expect( select( noticesStore ).getNotices() ).toMatchObject( [
			{
				status: 'error',
				content:
					'The AI popover could not be loaded. Check your connection and try again.',
			},
		] )
	);
	expect( popoverSwitch.get() ).toBeNull();
} );
