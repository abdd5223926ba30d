import type { Locator } from '@playwright/test';
import type { Editor } from './editor.ts';

/** The buttons in the toolbar, in the placeholder and in the sidebar. */
export const OPEN = 'Generate image with AI';

/** The popover for images, as an author uses it. */
export class ImagePopover {
	readonly dialog: Locator;
	readonly #editor: Editor;

	constructor( editor: Editor ) {
		this.#editor = editor;
		this.dialog = editor.page.getByRole( 'dialog', {
			name: 'Generate images with AI',
		} );
	}

	/** Opens it by the button in an empty block. */
	async openInPlaceholder(): Promise< void > {
		await this.#editor.canvas.getByRole( 'button', { name: OPEN } ).click();
		await this.dialog.waitFor();
	}

	/** Opens it by the toolbar of the selected block. */
	async openByToolbar(): Promise< void > {
		await this.#editor.pressInToolbar( OPEN );
		await this.dialog.waitFor();
	}

	/**
	 * Asks for images that are wider than they are high, and does not wait for
	 * them.
	 *
	 * @param prompt
	 * @param count
	 */
	async generate( prompt: string, count: number ): Promise< void > {
		await this.dialog
			.getByRole( 'textbox', { name: 'Prompt' } )
			.fill( prompt );
		await this.dialog
			.getByRole( 'combobox', { name: 'How many' } )
			.selectOption( String( count ) );
		// Wider than WordPress's large size.
		await this.dialog
			.getByRole( 'combobox', { name: 'Aspect ratio' } )
			.selectOption( '3:2' );
		await this.press( 'Generate images' );
	}

	/** An image that is finished, by its number. */
	image( number: number ): Locator {
		return this.dialog.getByRole( 'checkbox', {
			name: new RegExp( `Image ${ number }$` ),
		} );
	}

	/**
	 * Chooses these images and no others, as soon as they are there.
	 *
	 * @param numbers
	 */
	async choose( ...numbers: readonly number[] ): Promise< void > {
		for ( const number of numbers ) {
			await this.image( number ).waitFor();
		}
		const boxes = this.dialog.getByRole( 'checkbox', {
			name: /Image \d$/,
		} );
		for ( const [ at, box ] of ( await boxes.all() ).entries() ) {
			await box.setChecked( numbers.includes( at + 1 ) );
		}
	}

	/** What is said of the image that is chosen, for who cannot see it. */
	get alt(): Locator {
		return this.dialog.getByRole( 'textbox', {
			name: 'Alternative text',
		} );
	}

	async press( name: string ): Promise< void > {
		await this.dialog.getByRole( 'button', { name, exact: true } ).click();
	}
}
