import { expect, type TestInfo } from '@playwright/test';
import type { Editor } from './editor.ts';
import { isAwaited, type NetworkLog } from './networkLog.ts';
import { ANSWER_BLOCKS, type OpenAiServer } from './openaiServer.ts';

/** More than the provider takes, so that a miss is a failure of ours. */
const LIMIT_MS = 90_000;

/**
 * Generates by a slow provider and inserts the text; meanwhile the author
 * waits for no request.
 */
export async function generateSlowly( {
	editor,
	network,
	provider,
	testInfo,
}: {
	readonly editor: Editor;
	readonly network: NetworkLog;
	readonly provider: OpenAiServer;
	readonly testInfo: TestInfo;
} ): Promise< void > {
	await editor.write( 'Before.' );
	await editor.openPopover();
	await editor.generate( 'Rain in the city' );
	await expect( editor.preview ).toBeVisible( { timeout: LIMIT_MS } );
	await editor.press( 'Insert' );
	await expect
		.poll( () => editor.readBlocks() )
		.toEqual( [ 'core/paragraph', ...ANSWER_BLOCKS ] );

	testInfo.annotations.push( {
		type: 'longest request that is waited for',
		description: `${ network.longestMs } ms`,
	} );
	await testInfo.attach( 'requests', { body: network.describe() } );
	expect( network.findHeldUp( provider.calls ).filter( isAwaited ) ).toEqual(
		[]
	);
}
