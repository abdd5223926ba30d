import type { Editor } from './editor.ts';

declare const wp: {
	readonly data: {
		readonly select: ( store: string ) => {
			readonly getCurrentPostId: () => unknown;
		};
	};
};

/** What is edited: a page or a pattern by its number, a template by its name. */
export type Edited =
	`page/${ number }` | `wp_block/${ number }` | `wp_template/${ string }`;

/** WordPress's site editor: one page of the browser, in which one post after another is edited. */
export class SiteEditor {
	readonly #editor: Editor;

	constructor( editor: Editor ) {
		this.#editor = editor;
	}

	/**
	 * Opens it.
	 *
	 * @param edited What is edited first.
	 */
	async open( edited: Edited ): Promise< void > {
		await this.#editor.page.goto( address( edited ) );
		await this.#isShown( edited );
	}

	/**
	 * Goes on to something else, in the same page of the browser.
	 *
	 * @param edited What is edited then.
	 */
	async goTo( edited: Edited ): Promise< void > {
		await this.#editor.page.evaluate( ( to ) => {
			window.history.pushState( {}, '', to );
			window.dispatchEvent( new PopStateEvent( 'popstate' ) );
		}, address( edited ) );
		await this.#isShown( edited );
	}

	async #isShown( edited: Edited ): Promise< void > {
		const id = edited.slice( edited.indexOf( '/' ) + 1 );
		await this.#editor.page.waitForFunction(
			( wanted ) =>
				String( wp.data.select( 'core/editor' ).getCurrentPostId() ) ===
				wanted,
			id
		);
		await this.#editor.canvas.locator( '.is-root-container' ).waitFor();
	}
}

const address = ( edited: Edited ) =>
	`/wp-admin/site-editor.php?p=${ encodeURIComponent( `/${ edited }` ) }&canvas=edit`;
