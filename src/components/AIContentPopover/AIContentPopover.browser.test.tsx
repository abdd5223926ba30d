import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { Transport } from '../../client/index.ts';
import {
	AiJobError,
	builtinJobTypes,
	parseCapabilities,
	parseSnapshot,
	type JobSnapshot,
} from '../../protocol/index.ts';
import { AIContentPopover, type AIContentPopoverProps } from './index.ts';
import { wireSnapshot } from '../../protocol/wireSnapshot.fixture.ts';
import {
	expectNoComplaints,
	findPopover,
	openPopover,
	opener,
} from '../popover.fixture.tsx';

const snapshot = ( over: object = {} ) =>
	parseSnapshot( wireSnapshot( { poll_after_ms: 500, ...over } ) );
const completed = ( content = '## Rain\n\nIt pours.' ) =>
	snapshot( {
		status: 'completed',
		result: { content, format: 'markdown', model: 'demo', usage: null },
	} );
const failed = ( over: object = {} ) =>
	snapshot( {
		status: 'failed',
		error: {
			code: 'provider_timeout',
			message: 'Too slow.',
			retryable: true,
			may_be_billed: true,
			...over,
		},
	} );

const site = ( content: object = {}, settingsUrl: string | null = null ) =>
	parseCapabilities( {
		types: {
			content: {
				available: true,
				provider: 'openai',
				label: 'OpenAI',
				demo: false,
				...content,
			},
		},
		settings_url: settingsUrl,
	} );

/** Snapshots in order; the last repeats. */
function fakeTransport(
	checks: readonly JobSnapshot[],
	over: Partial< Transport > = {}
) {
	let asked = 0;
	const transport = {
		types: builtinJobTypes,
		repeatsStarts: false,
		start: vi.fn< Transport[ 'start' ] >( async () =>
			snapshot( { status: 'pending', attempt: 0 } )
		),
		check: vi.fn< Transport[ 'check' ] >( async () => {
			const at = Math.min( asked++, checks.length - 1 );
			return checks.slice( at, at + 1 );
		} ),
		acknowledge: vi.fn( async () => {} ),
		cancel: vi.fn( async () =>
			snapshot( { status: 'cancelled', may_be_billed: true } )
		),
		capabilities: vi.fn< NonNullable< Transport[ 'capabilities' ] > >(
			async () => site()
		),
	};
	return Object.assign( transport, over );
}

const open = (
	transport: Transport,
	props: Partial< AIContentPopoverProps > = {}
) =>
	openPopover( transport, ( close ) => (
		<AIContentPopover jobKey="block" onClose={ close } { ...props } />
	) );

const { dialog, prompt, button, says } = findPopover( 'Generate text with AI' );
const preview = dialog.getByRole( 'region', { name: 'Generated text' } );

async function generate( text = 'Rain' ) {
	await prompt.fill( text );
	await button( 'Generate now' ).click();
}

beforeEach( () => page.viewport( 1_280, 900 ) );
expectNoComplaints();

test( 'opens with the focus in the prompt, and Esc gives it back', async () => {
	await open( fakeTransport( [] ) );
	await expect.element( prompt ).toHaveFocus();
	await userEvent.keyboard( '{Escape}' );
	await expect.element( dialog ).not.toBeInTheDocument();
	await expect.element( opener ).toHaveFocus();
} );

test( 'Ctrl+Enter sends what the fields say', async () => {
	const transport = fakeTransport( [ snapshot() ] );
	await open( transport, { context: { postId: 7 } } );
	await prompt.fill( 'Rain' );
	await dialog.getByLabelText( 'Tone' ).selectOptions( 'Friendly' );
	await dialog.getByLabelText( 'Keywords' ).fill( 'umbrella' );
	await userEvent.keyboard( '{Control>}{Enter}{/Control}' );
	await expect.element( button( 'Stop' ) ).toBeVisible();
	expect( transport.start ).toHaveBeenCalledOnce();
	expect( transport.start.mock.calls[ 0 ]?.[ 0 ] ).toMatchObject( {
		input: { prompt: 'Rain', tone: 'friendly', keywords: [ 'umbrella' ] },
		context: { postId: 7 },
	} );
} );

test( 'what was generated is handed over, acknowledged, and the popover closes', async () => {
	const transport = fakeTransport( [ completed() ] );
	const onInsert = vi.fn( () => {} );
	await open( transport, { onInsert } );
	await generate();
	await expect.element( preview ).toHaveFocus();
	await button( 'Insert' ).click();
	await expect.element( dialog ).not.toBeInTheDocument();
	expect( onInsert ).toHaveBeenCalledExactlyOnceWith( {
		html: '<h2>Rain</h2>\n<p>It pours.</p>',
		text: 'Rain\n\nIt pours.',
		richText: 'Rain<br><br>It pours.',
		content: '## Rain\n\nIt pours.',
		format: 'markdown',
		model: 'demo',
	} );
	expect( transport.acknowledge ).toHaveBeenCalledOnce();
	await opener.click();
	await expect.element( prompt ).toHaveValue( '' );
} );

test( 'only what the host can do is offered', async () => {
	await open( fakeTransport( [ completed() ] ), {
		onReplace: () => {},
		replaceLabel: 'Replace selection',
	} );
	await generate();
	await expect.element( button( 'Replace selection' ) ).toBeVisible();
	await expect.element( button( 'Insert' ) ).not.toBeInTheDocument();
	await expect.element( button( 'Append' ) ).not.toBeInTheDocument();
	await expect.element( button( 'Copy' ) ).toBeVisible();
} );

test( 'a host that did nothing keeps the popover and the text', async () => {
	const transport = fakeTransport( [ completed() ] );
	await open( transport, { onInsert: () => false } );
	await generate();
	await button( 'Insert' ).click();
	await expect.element( preview ).toBeVisible();
	expect( transport.acknowledge ).not.toHaveBeenCalled();
} );

test( 'a host that fails keeps the text and says so', async () => {
	await open( fakeTransport( [ completed() ] ), {
		onInsert: () => Promise.reject( new Error( 'The block is gone.' ) ),
	} );
	await generate();
	await button( 'Insert' ).click();
	await says( 'It is still here: try again, or copy it.' );
	await expect.element( preview ).toBeVisible();
} );

test( 'the prompt survives an error, and the error says what to do', async () => {
	const retry = vi.fn( async () => snapshot( { status: 'pending' } ) );
	await open( fakeTransport( [ failed(), completed() ], { retry } ) );
	await generate( 'A long story' );
	await says( 'The AI provider did not answer in time.' );
	await says(
		'The provider may charge for this attempt; trying again asks it once more.'
	);
	await expect.element( prompt ).toHaveValue( 'A long story' );
	await button( 'Try again' ).click();
	await expect.element( preview ).toBeVisible();
	expect( retry ).toHaveBeenCalledOnce();
} );

test( 'sending the same again after a lost start is the same job', async () => {
	const start = vi
		.fn< Transport[ 'start' ] >()
		.mockRejectedValueOnce(
			new AiJobError( 'network', 'No.', { retryable: true } )
		)
		.mockResolvedValue( snapshot() );
	await open( fakeTransport( [ snapshot() ], { start } ) );
	await generate();
	await says( 'The site could not be reached.' );
	await button( 'Generate now' ).click();
	await expect.element( button( 'Stop' ) ).toBeVisible();
	const keys = start.mock.calls.map( ( [ sent ] ) => sent.idempotencyKey );
	expect( keys ).toHaveLength( 2 );
	expect( keys[ 0 ] ).toBe( keys[ 1 ] );
} );

test( 'Esc leaves the job alone, and opening again finds it', async () => {
	const transport = fakeTransport( [ snapshot(), completed() ] );
	await open( transport );
	await generate();
	await expect.element( button( 'Stop' ) ).toBeVisible();
	await userEvent.keyboard( '{Escape}' );
	await expect.element( dialog ).not.toBeInTheDocument();
	await expect.poll( () => transport.check.mock.calls.length ).toBe( 2 );
	await opener.click();
	await expect.element( preview ).toBeVisible();
	expect( transport.cancel ).not.toHaveBeenCalled();
	expect( transport.start ).toHaveBeenCalledOnce();
} );

test( 'what was typed is still there when the popover opens again', async () => {
	await open( fakeTransport( [] ), { initialPrompt: 'Weather' } );
	await expect.element( prompt ).toHaveValue( 'Weather' );
	await prompt.fill( 'Rain' );
	await dialog.getByLabelText( 'Length' ).selectOptions( 'Short' );
	await userEvent.keyboard( '{Escape}' );
	await opener.click();
	await expect.element( prompt ).toHaveValue( 'Rain' );
	await expect
		.element( dialog.getByLabelText( 'Length' ) )
		.toHaveValue( 'short' );
} );

test( 'Stop stops the job and is honest about billing', async () => {
	const transport = fakeTransport( [ snapshot() ] );
	await open( transport );
	await generate();
	await button( 'Stop' ).click();
	await says( 'The provider may charge for this attempt.' );
	await expect.element( prompt ).toHaveValue( 'Rain' );
	expect( document.body ).not.toHaveFocus();
} );

test( 'refining sends the text along and keeps it in reach', async () => {
	const transport = fakeTransport( [
		completed( 'A long text.' ),
		failed(),
		completed( 'Short.' ),
	] );
	await open( transport, { onInsert: () => {} } );
	await generate();
	await dialog.getByLabelText( 'Refine this text' ).fill( 'Shorter' );
	await userEvent.keyboard( '{Enter}' );
	const earlier = dialog.getByRole( 'region', { name: 'Earlier text' } );
	await expect.element( earlier ).toHaveTextContent( 'A long text.' );
	expect( transport.start.mock.lastCall?.[ 0 ] ).toMatchObject( {
		input: { prompt: expect.stringContaining( 'Shorter' ) },
		context: { selectedText: 'A long text.' },
	} );
	await says( 'The AI provider did not answer in time.' );
	await expect.element( earlier ).toBeVisible();
	await expect.element( button( 'Insert' ) ).toBeVisible();
	await button( 'Try again' ).click();
	await expect.element( preview ).toHaveTextContent( 'Short.' );
	await expect.element( earlier ).not.toBeInTheDocument();
} );

test( 'a prompt over the limit is not sent and says why', async () => {
	const transport = fakeTransport( [] );
	await open( transport );
	await prompt.fill( 'x'.repeat( 9_500 ) );
	await says( '9,500 of 10,000 characters' );
	await prompt.fill( 'x'.repeat( 10_001 ) );
	await says( 'The prompt has 10,001 characters' );
	await userEvent.keyboard( '{Control>}{Enter}{/Control}' );
	await expect.element( button( 'Generate now' ) ).toBeDisabled();
	expect( transport.start ).not.toHaveBeenCalled();
} );

test( 'what the site can do is asked for the post', async () => {
	const transport = fakeTransport( [] );
	await open( transport, { context: { postId: 7 } } );
	await expect
		.poll( () => transport.capabilities.mock.calls[ 0 ]?.[ 0 ] )
		.toMatchObject( { postId: 7 } );
} );

test( 'what goes along with the prompt is shown', async () => {
	await open( fakeTransport( [] ), {
		context: { title: 'Weather', selectedText: 'Rain. '.repeat( 40 ) },
	} );
	await says(
		'Sent with your prompt: the title “Weather”, the text “Rain. Rain.'
	);
	await says( 'Rain.…”' );
} );

test( 'without a provider an administrator finds the settings', async () => {
	await open(
		fakeTransport( [], {
			capabilities: async () => site( { available: false }, '/settings' ),
		} )
	);
	await expect
		.element( dialog.getByRole( 'link', { name: /Open settings/ } ) )
		.toHaveAttribute( 'href', '/settings' );
	await expect.element( button( 'Generate now' ) ).toBeDisabled();
} );

test( 'an author gets no button for what only an administrator can mend', async () => {
	const noProvider = failed( { code: 'no_provider', may_be_billed: false } );
	await open( fakeTransport( [ noProvider ] ) );
	await prompt.fill( 'Rain' );
	await button( 'Generate now' ).click();
	await says( 'Ask an administrator to set one up.' );
	await expect.element( button( 'Try again' ) ).not.toBeInTheDocument();
	await expect
		.element( button( 'Generate now' ) )
		.toHaveClass( 'is-primary' );
} );

test( 'opened again after an error, what is typed goes into the prompt', async () => {
	const transport = fakeTransport( [ failed() ] );
	await open( transport );
	await prompt.fill( 'Rain' );
	await button( 'Generate now' ).click();
	await says( 'did not answer in time' );
	await userEvent.keyboard( '{Escape}' );
	await expect.element( dialog ).not.toBeInTheDocument();
	await opener.click();
	await says( 'did not answer in time' );
	await expect.element( prompt ).toHaveFocus();
	await userEvent.keyboard( 'Snow and {Control>}{Enter}{/Control}' );
	await expect.poll( () => transport.start.mock.calls.length ).toBe( 2 );
	expect( transport.start.mock.calls[ 1 ]?.[ 0 ] ).toMatchObject( {
		input: { prompt: 'Snow and Rain' },
	} );
} );

test( 'without a provider an author is told whom to ask, and can look again', async () => {
	let available = false;
	const capabilities = async () => site( { available } );
	await open( fakeTransport( [], { capabilities } ) );
	await says( 'Ask an administrator to set one up.' );
	await expect
		.element( button( 'Check again' ) )
		.toHaveClass( 'is-secondary' );
	available = true;
	await button( 'Check again' ).click();
	await expect.element( button( 'Check again' ) ).not.toBeInTheDocument();
	await expect.element( prompt ).toHaveFocus();
	await prompt.fill( 'Rain' );
	await expect.element( button( 'Generate now' ) ).toBeEnabled();
} );

test( 'a demo says that it is one', async () => {
	await open(
		fakeTransport( [], {
			capabilities: async () => site( { demo: true } ),
		} )
	);
	await says( 'every text is a sample, made without an AI' );
} );

test( 'a logged-out author logs in elsewhere and goes on with the same job', async () => {
	const check = vi
		.fn< Transport[ 'check' ] >()
		.mockRejectedValueOnce( new AiJobError( 'not_logged_in', 'No.' ) )
		.mockResolvedValue( [ completed() ] );
	const transport = fakeTransport( [], { check } );
	await open( transport, { loginUrl: '/wp-login.php' } );
	await generate();
	await says( 'You were logged out. The job goes on, and nothing is lost' );
	await expect
		.element( dialog.getByRole( 'link', { name: /Log in/ } ) )
		.toHaveAttribute( 'href', '/wp-login.php' );
	document.dispatchEvent( new Event( 'visibilitychange' ) );
	await expect.element( preview ).toBeVisible();
	expect( transport.start ).toHaveBeenCalledOnce();
} );

test( 'a host’s own way to log in is offered instead of a link, and the focus is kept', async () => {
	let isLoggedIn = false;
	const check = vi.fn< Transport[ 'check' ] >( async () => {
		if ( ! isLoggedIn ) {
			throw new AiJobError( 'not_logged_in', 'No.' );
		}
		return [ snapshot() ];
	} );
	await open( fakeTransport( [], { check } ), {
		loginUrl: '/wp-login.php',
		onLogIn() {
			isLoggedIn = true;
			document.dispatchEvent( new Event( 'visibilitychange' ) );
		},
	} );
	await generate();
	await button( 'Log in' ).click();
	await expect.element( button( 'Log in' ) ).not.toBeInTheDocument();
	await expect
		.element( dialog.getByRole( 'group', { name: 'Progress' } ) )
		.toHaveFocus();
} );

test( 'nothing that a provider says acts in the preview', async () => {
	await open(
		fakeTransport( [
			completed(
				'<img src=x onerror="window.hit = true"><script>window.hit = true</script>[Link](javascript:window.hit=true)'
			),
		] )
	);
	await generate();
	await expect.element( preview ).toHaveTextContent( 'Link' );
	expect( preview.element().querySelector( 'img,script,[href]' ) ).toBeNull();
	expect( 'hit' in window ).toBe( false );
} );

test( 'a link in the preview does not lead away', async () => {
	await open( fakeTransport( [ completed( '[Link](https://x.test/)' ) ] ) );
	await generate();
	let prevented = false;
	const look = ( event: Event ) => {
		prevented = event.defaultPrevented;
		event.preventDefault();
	};
	window.addEventListener( 'click', look );
	onTestFinished( () => window.removeEventListener( 'click', look ) );
	await preview.getByRole( 'link' ).click();
	expect( prevented ).toBe( true );
} );

test( 'each change of the state is announced', async () => {
	await open( fakeTransport( [ snapshot(), failed() ] ) );
	await generate();
	await expect
		.poll(
			() =>
				document.querySelector(
					'.a11y-speak-region[aria-live="polite"]'
				)?.textContent
		)
		.toContain( 'OpenAI is writing' );
	await expect
		.poll(
			() =>
				document.querySelector(
					'.a11y-speak-region[aria-live="assertive"]'
				)?.textContent
		)
		.toContain( 'did not answer in time' );
} );
