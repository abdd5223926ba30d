import { expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-react';
import { createAiJobClient, type Transport } from '../client/index.ts';
import {
	AiJobError,
	builtinJobTypes,
	parseCapabilities,
} from '../protocol/index.ts';
import {
	AiJobsProvider,
	useCapabilities,
	type CapabilitiesState,
} from './index.ts';

const site = ( available: boolean ) =>
	parseCapabilities( {
		types: {
			content: { available, provider: null, label: null, demo: false },
		},
		settings_url: null,
	} );

async function setUp( capabilities?: Transport[ 'capabilities' ] ) {
	const seen: CapabilitiesState[] = [];
	const unused = () => Promise.reject( new Error( 'Not called.' ) );
	const client = createAiJobClient( {
		transport: {
			types: builtinJobTypes,
			start: unused,
			check: unused,
			...( capabilities && { capabilities } ),
		},
	} );
	function Reader() {
		seen.push( useCapabilities() );
		return null;
	}
	await render(
		<AiJobsProvider client={ client }>
			<Reader />
			<Reader />
		</AiJobsProvider>
	);
	return { last: () => seen.at( -1 ) };
}

test( 'all who ask share one request', async () => {
	const capabilities = vi.fn( async () => site( true ) );
	const { last } = await setUp( capabilities );
	await expect.poll( last ).toMatchObject( {
		status: 'known',
		capabilities: { types: { content: { available: true } } },
	} );
	expect( capabilities ).toHaveBeenCalledOnce();
} );

test( 'a provider that was set up meanwhile is seen', async () => {
	let available = false;
	const { last } = await setUp( async () => site( available ) );
	await expect.poll( last ).toMatchObject( { status: 'known' } );
	available = true;
	last()?.refresh();
	await expect.poll( last ).toMatchObject( {
		capabilities: { types: { content: { available: true } } },
	} );
} );

test( 'a carrier that cannot tell keeps nobody from starting', async () => {
	const { last } = await setUp();
	await expect.poll( last ).toMatchObject( { status: 'unknown' } );
} );

test( 'neither does a site that does not answer', async () => {
	const { last } = await setUp( () =>
		Promise.reject( new AiJobError( 'network', 'No answer.' ) )
	);
	await expect.poll( last ).toMatchObject( { status: 'unknown' } );
} );
