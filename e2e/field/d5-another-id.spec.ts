import type { Editor } from '../editor.ts';
import { expect, test } from '../fixtures.ts';

test.use( { opensPost: false } );

const TEXT = 'It rains on every roof.';

const paragraph = ( text: string ) =>
	`<!-- wp:paragraph -->\n<p>${ text }</p>\n<!-- /wp:paragraph -->`;
const POST = [ 'First.', 'Second.', 'Third.' ].map( paragraph ).join( '\n\n' );

async function pressInMenu( editor: Editor, name: string ): Promise< void > {
	await editor.pressInToolbar( 'Options' );
	await editor.page.getByRole( 'menuitem', { name } ).click();
}

const CHANGES: Readonly<
	Record< string, ( editor: Editor ) => Promise< void > >
> = {
	async grouped( editor ) {
		await editor.block( 'Second.' ).focus();
		await pressInMenu( editor, 'Group' );
	},
	async 'shown in the code editor and back'( { page } ) {
		await page.keyboard.press( 'ControlOrMeta+Shift+Alt+m' );
		await page.getByRole( 'button', { name: 'Exit code editor' } ).click();
	},
	async moved( editor ) {
		await editor.block( 'Second.' ).focus();
		await editor.page.keyboard.press( 'ControlOrMeta+Shift+Alt+t' );
	},
	async 'cut and pasted'( editor ) {
		const { page } = editor;
		await editor.block( 'Second.' ).focus();
		await page.keyboard.press( 'Escape' );
		await page.keyboard.press( 'ControlOrMeta+x' );
		await editor.block( 'Third.' ).focus();
		await page.keyboard.press( 'End' );
		await page.keyboard.press( 'Enter' );
		await page.keyboard.press( 'ControlOrMeta+v' );
		await editor.block( 'Second.' ).waitFor();
	},
	async 'removed and brought back'( editor ) {
		await editor.removeBlock( 'Second.' );
		await editor.block( 'Second.' ).waitFor( { state: 'hidden' } );
		await editor.undo();
		await editor.block( 'Second.' ).waitFor();
	},
};

test( 'a block that gets another id is the one that is replaced', async ( {
	editor,
	provider,
} ) => {
	provider.say( TEXT );
	await editor.openDraft( POST );
	for ( const [ name, change ] of Object.entries( CHANGES ) ) {
		await test.step( name, async () => {
			await editor.startOver( POST );
			await editor.openPopoverAt( 'Second.' );
			const release = provider.hold();
			await editor.generate( 'Another' );
			await editor.press( 'Close' );
			await change( editor );
			release();

			await editor.showFinished();
			await editor.press( 'Replace' );
			await expect( editor.popover ).toBeHidden();
			const saved = await editor.save();
			for ( const text of [ 'First.', TEXT, 'Third.' ] ) {
				expect( saved ).toContain( paragraph( text ) );
			}
			expect( saved ).not.toContain( 'Second.' );
			await expect.poll( () => editor.readJobs() ).toEqual( [] );
		} );
	}
} );
