import { StrictMode, useState } from 'react';
import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { createAiJobClient } from '../client/index.ts';
import { builtinJobTypes } from '../protocol/index.ts';
import { AiJobsProvider, useDraft } from './index.ts';

const unused = () => Promise.reject( new Error( 'Not called.' ) );
const client = createAiJobClient( {
	transport: { types: builtinJobTypes, start: unused, check: unused },
} );

function Field( { place }: { place: string } ) {
	const { draft, read, change, clear } = useDraft( 'content', place, {
		prompt: 'Start',
		sent: '',
	} );
	return (
		<>
			<input
				aria-label={ place }
				value={ draft.prompt }
				onChange={ ( { target } ) => {
					change( { prompt: target.value } );
					change( { sent: read().prompt } );
				} }
			/>
			<output>{ draft.sent }</output>
			<button onClick={ clear }>Clear { place }</button>
		</>
	);
}

async function setUp() {
	function Host() {
		const [ isOpen, setIsOpen ] = useState( true );
		return (
			<>
				<button onClick={ () => setIsOpen( ! isOpen ) }>Toggle</button>
				{ isOpen && <Field place="a" /> }
				{ isOpen && <Field place="b" /> }
			</>
		);
	}
	await render(
		<StrictMode>
			<AiJobsProvider client={ client }>
				<Host />
			</AiJobsProvider>
		</StrictMode>
	);
}

const field = ( place: string ) =>
	page.getByRole( 'textbox', { name: place, exact: true } );
const toggle = () => page.getByRole( 'button', { name: 'Toggle' } ).click();

test( 'what is typed outlives the component, place by place', async () => {
	await setUp();
	await field( 'a' ).fill( 'Rain' );
	await toggle();
	await expect.element( field( 'a' ) ).not.toBeInTheDocument();
	await toggle();
	await expect.element( field( 'a' ) ).toHaveValue( 'Rain' );
	await expect.element( field( 'b' ) ).toHaveValue( 'Start' );
} );

test( 'typing in the middle leaves the caret there', async () => {
	await setUp();
	await field( 'a' ).click();
	await userEvent.keyboard( '{Home}ab{ArrowRight}c' );
	await expect.element( field( 'a' ) ).toHaveValue( 'abSctart' );
} );

test( 'what an event has changed can be read in it', async () => {
	await setUp();
	await field( 'a' ).fill( 'Rain' );
	await expect.element( page.getByText( 'Rain' ) ).toBeVisible();
} );

test( 'a cleared draft starts anew', async () => {
	await setUp();
	await field( 'a' ).fill( 'Rain' );
	await page.getByRole( 'button', { name: 'Clear a' } ).click();
	await expect.element( field( 'a' ) ).toHaveValue( 'Start' );
	await toggle();
	await toggle();
	await expect.element( field( 'a' ) ).toHaveValue( 'Start' );
} );
