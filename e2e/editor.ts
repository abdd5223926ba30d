import type { FrameLocator, Locator, Page } from '@playwright/test';

declare const wp: {
	readonly data: {
		readonly dispatch: ( store: string ) => {
			readonly resetBlocks: ( blocks: readonly object[] ) => unknown;
		};
		readonly select: ( store: string ) => {
			readonly getBlocks: () => readonly { readonly name: string }[];
			readonly getCurrentPostId: () => number;
			readonly getEditedPostContent: () => string;
		};
	};
	readonly blocks: {
		readonly parse: ( markup: string ) => readonly object[];
	};
	readonly apiFetch: < Answer >( options: {
		readonly path: string;
		readonly method: 'GET' | 'POST';
		readonly data?: object;
	} ) => Promise< Answer >;
};

/** The button in the toolbar, and the dialog that it opens. */
const NAME = 'Generate text with AI';

/** More stops than a toolbar or the popover has. */
const MAX_PRESSES = 30;

const hasFocus = ( element: Element ) =>
	element === element.ownerDocument.activeElement;

/** WordPress's block editor, as an author uses it. */
export class Editor {
	readonly page: Page;
	/** Where the post is written. */
	readonly canvas: FrameLocator;
	readonly popover: Locator;
	/** The generated text, as it will be. */
	readonly preview: Locator;

	constructor( page: Page ) {
		this.page = page;
		this.canvas = page.frameLocator( 'iframe[name="editor-canvas"]' );
		this.popover = page.getByRole( 'dialog', { name: NAME } );
		this.preview = this.popover.getByRole( 'region', {
			name: 'Generated text',
		} );
	}

	async openNewPost(): Promise< void > {
		await this.page.goto( '/wp-admin/post-new.php' );
		await this.#title.waitFor();
	}

	/**
	 * Makes a draft, and opens it.
	 *
	 * @param content Its markup.
	 */
	async openDraft( content: string ): Promise< void > {
		const { id } = await this.create< { id: number } >( '/wp/v2/posts', {
			title: 'A post',
			status: 'draft',
			content,
		} );
		await this.page.goto( `/wp-admin/post.php?post=${ id }&action=edit` );
		await this.#title.waitFor();
	}

	/**
	 * Puts something else into the post that is open, which is quicker than to open another.
	 *
	 * @param content Its markup.
	 */
	async startOver( content = '' ): Promise< void > {
		await this.page.evaluate(
			( markup ) =>
				wp.data
					.dispatch( 'core/block-editor' )
					.resetBlocks( wp.blocks.parse( markup ) ),
			content
		);
	}

	/**
	 * Selects a block, and opens the popover at it.
	 *
	 * @param text What the block says.
	 */
	async openPopoverAt( text: string ): Promise< void > {
		await this.block( text ).last().click();
		await this.openPopover();
	}

	/** How the author's jobs of the post are. */
	async readJobs(): Promise< readonly string[] > {
		const id = await this.readPostId();
		const jobs = await this.ask< readonly { status: string }[] >(
			`/wp-ai-jobs/v1/jobs?post=${ id }`
		);
		return jobs.map( ( { status } ) => status );
	}

	get #title(): Locator {
		return this.canvas.getByRole( 'textbox', { name: 'Add title' } );
	}

	/**
	 * Types a title, and paragraphs below it.
	 *
	 * @param paragraphs None: an empty one, with the caret in it.
	 */
	async write( ...paragraphs: readonly string[] ): Promise< void > {
		await this.#title.fill( 'A post' );
		await this.page.keyboard.press( 'Enter' );
		for ( const [ at, paragraph ] of paragraphs.entries() ) {
			if ( at > 0 ) {
				await this.page.keyboard.press( 'Enter' );
			}
			await this.page.keyboard.type( paragraph );
		}
	}

	/**
	 * A block of the post.
	 *
	 * @param text What it says.
	 */
	block( text: string ): Locator {
		return this.canvas
			.getByRole( 'document', { name: /^Block: / } )
			.filter( { hasText: text } );
	}

	/** While one types, the editor hides its toolbars; the mouse brings them back. */
	async #moveMouse(): Promise< void > {
		for ( const at of [ 400, 420, 440 ] ) {
			await this.page.mouse.move( at, at );
		}
	}

	/**
	 * Presses a button in the toolbar of the selected block.
	 *
	 * @param name
	 */
	async pressInToolbar( name: string ): Promise< void > {
		await this.#moveMouse();
		await this.page
			.getByRole( 'toolbar', { name: 'Block tools' } )
			.getByRole( 'button', { name } )
			.click();
	}

	/** Opens the popover by the toolbar of the selected block. */
	async openPopover(): Promise< void > {
		await this.pressInToolbar( NAME );
		await this.popover.waitFor();
	}

	/**
	 * Puts a block in the place of the empty paragraph that has the caret.
	 *
	 * @param name What the inserter calls it.
	 */
	async insertBlock( name: string ): Promise< void > {
		await this.page.keyboard.type( `/${ name.toLowerCase() }` );
		await this.page.getByRole( 'option', { name, exact: true } ).waitFor();
		await this.page.keyboard.press( 'Enter' );
	}

	/**
	 * Asks for a text in the popover, and does not wait for it.
	 *
	 * @param prompt
	 */
	async generate( prompt: string ): Promise< void > {
		await this.popover.getByLabel( 'Prompt' ).fill( prompt );
		await this.press( 'Generate now' );
	}

	/**
	 * Presses a button of the popover.
	 *
	 * @param name
	 */
	async press( name: string ): Promise< void > {
		await this.popover.getByRole( 'button', { name, exact: true } ).click();
	}

	/**
	 * Removes a block of the post.
	 *
	 * @param text What it says.
	 */
	async removeBlock( text: string ): Promise< void > {
		await this.block( text ).click();
		await this.page.keyboard.press( 'Shift+Alt+z' );
	}

	/** Opens the popover of a job that ended while it was closed. */
	async showFinished(): Promise< void > {
		await this.#moveMouse();
		await this.page
			.getByRole( 'button', { name: 'Review', exact: true } )
			.click();
		await this.preview.waitFor();
	}

	/**
	 * Presses a key until a button has the focus, as one does who cannot use a mouse.
	 *
	 * @param key
	 * @param name  The button's.
	 * @param where The canvas for what is in a block.
	 */
	async pressUntilFocused(
		key: string,
		name: string,
		where: Page | FrameLocator = this.page
	): Promise< void > {
		const button = where.getByRole( 'button', { name, exact: true } );
		for ( let press = 0; press < MAX_PRESSES; press++ ) {
			if ( await button.evaluate( hasFocus ) ) {
				return;
			}
			await this.page.keyboard.press( key );
		}
		throw new Error( `${ key } does not lead to ${ name }.` );
	}

	/** Opens the saved post again, as a browser's reload does. */
	async reload(): Promise< void > {
		await this.page.reload();
		await this.#title.waitFor();
	}

	/**
	 * Opens the saved post in another tab, too.
	 *
	 * @param page The tab.
	 */
	async openInTab( page: Page ): Promise< Editor > {
		const editor = new Editor( page );
		await page.goto( this.page.url() );
		await editor.#title.waitFor();
		return editor;
	}

	async undo(): Promise< void > {
		await this.page.keyboard.press( 'ControlOrMeta+z' );
	}

	/** The kinds of the post's blocks, such as `core/heading`. */
	readBlocks(): Promise< readonly string[] > {
		return this.page.evaluate( () =>
			wp.data
				.select( 'core/block-editor' )
				.getBlocks()
				.map( ( { name } ) => name )
		);
	}

	/** The post's markup as it is in the editor. */
	readContent(): Promise< string > {
		return this.page.evaluate( () =>
			wp.data.select( 'core/editor' ).getEditedPostContent()
		);
	}

	/** The number of the post. */
	readPostId(): Promise< number > {
		return this.page.evaluate( () =>
			wp.data.select( 'core/editor' ).getCurrentPostId()
		);
	}

	/**
	 * Asks the site, with the author's rights.
	 *
	 * @param path A REST route with its query.
	 * @param data What is posted there; without it, it is read.
	 */
	ask< Answer >( path: string, data?: object ): Promise< Answer > {
		return this.page.evaluate<
			Answer,
			{ path: string; data?: object | undefined }
		>(
			( asked ) =>
				wp.apiFetch< Answer >( {
					path: asked.path,
					...( asked.data
						? { method: 'POST', data: asked.data }
						: { method: 'GET' } ),
				} ),
			{ path, data }
		);
	}

	/**
	 * Makes something on the site, with the author's rights, also before an editor is opened.
	 *
	 * @param path A REST route.
	 * @param data What is posted there.
	 */
	async create< Answer >( path: string, data: object ): Promise< Answer > {
		const { request } = this.page;
		const nonce = await request.get(
			'/wp-admin/admin-ajax.php?action=rest-nonce'
		);
		const answer = await request.post( `/wp-json${ path }`, {
			headers: { 'X-WP-Nonce': await nonce.text() },
			data,
			failOnStatusCode: true,
		} );
		return answer.json();
	}

	/** Saves the draft, and brings what the site has of it then. */
	async save(): Promise< string > {
		await this.page.keyboard.press( 'ControlOrMeta+s' );
		await this.page.getByRole( 'button', { name: 'Saved' } ).waitFor();
		const id = await this.readPostId();
		const post = await this.ask< { content: { raw: string } } >(
			`/wp/v2/posts/${ id }?context=edit`
		);
		return post.content.raw;
	}
}
