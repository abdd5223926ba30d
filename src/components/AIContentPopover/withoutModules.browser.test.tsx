import { expect, test, vi } from 'vitest';
import type { Transport } from '../../client/index.ts';
import { builtinJobTypes, parseSnapshot } from '../../protocol/index.ts';
import { wireSnapshot } from '../../protocol/wireSnapshot.fixture.ts';
import { findPopover, openPopover } from '../popover.fixture.tsx';
import { AIContentPopover } from './index.ts';

// A new version of the site is there, and its old files are not.
vi.mock( import( '../ErrorNotice/words.ts' ), () => {
	throw new Error( 'Gone.' );
} );
vi.mock( import( './contentView.ts' ), () => {
	throw new Error( 'Gone.' );
} );

const snapshot = ( over: object ) =>
	parseSnapshot( wireSnapshot( { poll_after_ms: 1, ...over } ) );
const { dialog, prompt, button } = findPopover( 'Generate text with AI' );

async function generate( end: object ) {
	const transport = {
		types: builtinJobTypes,
		start: vi.fn< Transport[ 'start' ] >( async () => snapshot( {} ) ),
		check: async () => [ snapshot( end ) ],
		retry: vi.fn( async () => snapshot( { attempt: 2 } ) ),
	};
	await openPopover( transport, ( close ) => (
		<AIContentPopover jobKey="block" onClose={ close } />
	) );
	await prompt.fill( 'Rain' );
	await button( 'Generate now' ).click();
	return transport;
}

test( 'an error without its words speaks for itself, has the focus, and can be tried again', async () => {
	const { retry } = await generate( {
		status: 'failed',
		error: {
			code: 'provider_timeout',
			message: 'The provider is too slow.',
			retryable: true,
		},
	} );
	const notice = dialog.getByText(
		'The provider is too slow. Your prompt is still here.'
	);
	await expect.element( notice ).toHaveFocus();
	await button( 'Try again' ).click();
	await expect.poll( () => retry.mock.calls.length ).toBe( 1 );
} );

test( 'a text without its view is shown as it came', async () => {
	await generate( {
		status: 'completed',
		result: {
			content: '# Rain',
			format: 'markdown',
			model: 'demo',
			usage: null,
		},
	} );
	await expect.element( dialog.getByText( '# Rain' ) ).toBeVisible();
	await expect
		.element( dialog.getByText( /The preview could not be loaded/ ) )
		.toBeVisible();
	await button( 'Load the preview again' ).click();
	await expect.element( dialog.getByText( '# Rain' ) ).toBeVisible();
} );
