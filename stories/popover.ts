import { expect, screen, userEvent, waitFor, within } from 'storybook/test';

export const focused = ( element: HTMLElement ) =>
	waitFor( () => expect( element ).toHaveFocus() );

export const closed = () =>
	waitFor( () => expect( screen.queryByRole( 'dialog' ) ).toBeNull() );

/**
 * What a person does in a popover, and sees there.
 *
 * @param name What the popover is called.
 */
export function inPopover( name: string ) {
	const dialog = async () =>
		within( await screen.findByRole( 'dialog', { name } ) );
	const button = async ( label: string | RegExp ) =>
		( await dialog() ).findByRole( 'button', { name: label } );
	const field = async ( label: string ) =>
		( await dialog() ).findByLabelText( label );
	return {
		dialog,
		button,
		field,
		press: async ( label: string | RegExp ) =>
			userEvent.click( await button( label ) ),
		says: async ( text: string | RegExp ) =>
			expect( await ( await dialog() ).findByText( text ) ).toBeVisible(),
		async typePrompt( text: string ) {
			const prompt = await field( 'Prompt' );
			await userEvent.clear( prompt );
			await userEvent.click( prompt );
			await userEvent.paste( text );
		},
		progress: async () =>
			( await dialog() ).findByRole( 'group', { name: 'Progress' } ),
	};
}
