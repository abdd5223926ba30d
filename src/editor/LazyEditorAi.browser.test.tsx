import { select } from '@wordpress/data';
import { store as noticesStore } from '@wordpress/notices';
import { expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-react';
import { LazyEditorAi } from './LazyEditorAi.tsx';
import { createPopoverSwitch } from './popoverSwitch.ts';

test( 'where the popover cannot be loaded, the author is told, and the button can be pressed again', async () => {
	const popoverSwitch = createPopoverSwitch();
	const source = {
		hasJobs: async () => false,
		load: () => Promise.reject( new Error( 'The network is gone.' ) ),
	};
	await render(
		<LazyEditorAi source={ source } popoverSwitch={ popoverSwitch } />
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
