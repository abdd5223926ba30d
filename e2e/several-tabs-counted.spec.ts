import { expect, test } from './fixtures.ts';
import { NetworkLog, type LoggedRequest } from './networkLog.ts';

/** So long one tab is counted, and then two, in ms. `npm run bench:tabs` counts for two minutes. */
const WINDOW_MS = Number( process.env[ 'TABS_WINDOW_MS' ] ?? 15_000 );

test.use( { providerDelayMs: 2 * WINDOW_MS + 60_000 } );

const isCheck = ( { method, path }: LoggedRequest ) =>
	method === 'GET' && path === '/jobs';

test( 'two tabs with three jobs send no more checks than one', async ( {
	editor,
	context,
	provider,
}, testInfo ) => {
	test.setTimeout( 2 * WINDOW_MS + 180_000 );
	await editor.write( 'Before.' );
	await editor.save();
	const postId = await editor.readPostId();
	for ( const prompt of [ 'Rain', 'Snow', 'Hail' ] ) {
		await editor.ask( '/wp-ai-jobs/v1/jobs', {
			type: 'content',
			input: { prompt },
			context: { post_id: postId },
		} );
	}
	await expect.poll( () => provider.calls.length ).toBe( 3 );

	const logs = [ new NetworkLog( editor.page ) ];
	const sent = () =>
		logs.flatMap( ( { requests } ) => requests.filter( isCheck ) ).length;
	const count = async () => {
		const before = sent();
		await editor.page.waitForTimeout( WINDOW_MS );
		return sent() - before;
	};

	await editor.reload();
	// The list, asked for by the buttons and by what shows the jobs, and a check.
	await expect.poll( sent ).toBeGreaterThan( 2 );
	const byOne = await count();

	const page = await context.newPage();
	const second = new NetworkLog( page );
	logs.push( second );
	await editor.openInTab( page );
	const hasListed = () => second.requests.filter( isCheck ).length;
	await expect.poll( hasListed ).toBeGreaterThan( 1 );
	const byTwo = await count();

	testInfo.annotations.push( {
		type: `checks in ${ WINDOW_MS / 1_000 } s`,
		description: `${ byOne } by one tab, ${ byTwo } by two`,
	} );
	expect( provider.calls ).toHaveLength( 3 );
	expect( byOne ).toBeGreaterThan( 2 );
	// One more or less is where the window cuts.
	expect( byTwo ).toBeLessThanOrEqual( Math.ceil( byOne * 1.05 ) + 1 );
} );
