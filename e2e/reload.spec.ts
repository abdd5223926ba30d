import { expect, test } from './fixtures.ts';
import { ANSWER } from './openaiServer.ts';

test.use( { providerDelayMs: 4_000 } );

interface Snapshot {
	readonly status: string;
	readonly result: { readonly content: string } | null;
}

test( 'reloading the editor in the middle of a job loses nothing', async ( {
	editor,
	provider,
} ) => {
	await editor.write( 'Before.' );
	await editor.save();
	const postId = await editor.readPostId();
	await editor.openPopover();
	await editor.generate( 'Rain in the city' );
	await expect.poll( () => provider.calls.length ).toBe( 1 );

	await editor.reload();

	const readJobs = () =>
		editor.ask< readonly Snapshot[] >(
			`/wp-ai-jobs/v1/jobs?post=${ postId }`
		);
	await expect
		.poll( async () =>
			( await readJobs() ).map( ( { status } ) => status )
		)
		.toEqual( [ 'completed' ] );
	const [ job ] = await readJobs();
	expect( job?.result?.content ).toContain( ANSWER );
	expect( provider.calls ).toHaveLength( 1 );
} );
