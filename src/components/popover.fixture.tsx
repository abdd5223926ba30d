import { StrictMode, useState, type ReactNode } from 'react';
import { afterEach, beforeEach, expect, vi } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { createAiJobClient, type Transport } from '../client/index.ts';
import { AiJobsProvider } from '../react/index.ts';

export const opener = page.getByRole( 'button', { name: 'Open' } );

/**
 * Opens a popover from a button, as an editor does.
 *
 * @param transport What leads to the site.
 * @param popover   The popover, given what closes it.
 */
export async function openPopover(
	transport: Transport,
	popover: ( close: () => void ) => ReactNode
) {
	const client = createAiJobClient( { transport } );
	function Host() {
		const [ isOpen, setIsOpen ] = useState( false );
		return (
			<>
				<button onClick={ () => setIsOpen( true ) }>Open</button>
				{ isOpen && popover( () => setIsOpen( false ) ) }
			</>
		);
	}
	await render(
		<StrictMode>
			<AiJobsProvider client={ client }>
				<Host />
			</AiJobsProvider>
		</StrictMode>
	);
	await opener.click();
}

/**
 * What there is in a popover.
 *
 * @param name What it is called.
 */
export function findPopover( name: string ) {
	const dialog = page.getByRole( 'dialog', { name } );
	return {
		dialog,
		prompt: dialog.getByRole( 'textbox', { name: 'Prompt' } ),
		button: ( label: string ) =>
			dialog.getByRole( 'button', { name: label, exact: true } ),
		/** The text is part of what the popover says. */
		says: ( text: string ) =>
			expect.element( dialog ).toMatchTextContent( text ),
	};
}

/** No test of the file may make React or WordPress complain: of a key, of what is deprecated. */
export function expectNoComplaints() {
	let complaints: readonly ReturnType< typeof vi.spyOn >[] = [];
	beforeEach( () => {
		complaints = [
			vi.spyOn( console, 'error' ),
			vi.spyOn( console, 'warn' ),
		];
	} );
	afterEach( () => {
		for ( const complaint of complaints ) {
			expect( complaint ).not.toHaveBeenCalled();
			complaint.mockRestore();
		}
	} );
}
