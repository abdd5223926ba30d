import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { jobs } from './site.ts';
import { TestEditor } from './TestEditor.tsx';

/** Answers with which a model, or who wrote what it has read, wants to run a script. */
const answers: readonly ( readonly [ content: string, reads: string ] )[] = [
	[ '`<img src=x onerror="hit = 1">` is an image', 'is an image' ],
	[ 'Rain<img src=x onerror="hit = 1">', 'Rain' ],
	[ 'Rain<script>hit = 1</script>', 'Rain' ],
	[ 'Rain <a href="javascript:hit = 1">falls</a>', 'falls' ],
	[ '[Rain](javascript:hit=1) falls', 'falls' ],
	[ '&lt;img src=x onerror="hit = 1"&gt; and rain', 'and rain' ],
	[ 'Rain<svg onload="hit = 1"></svg>', 'Rain' ],
	[ '<p title="\'" onmouseover="hit = 1">Rain</p>', 'Rain' ],
	[
		'Rain<noscript><p title="</noscript><img src=x onerror=hit=1>"></noscript>',
		'Rain',
	],
	[
		'Rain<math><mtext><table><mglyph><style><img src=x onerror="hit = 1">',
		'Rain',
	],
	[ 'Rain<template><img src=x onerror="hit = 1"></template>', 'Rain' ],
	[ '```html\n<iframe srcdoc="<script>hit = 1</script>">\n```', 'iframe' ],
];

test.each( answers )(
	'the README’s block shows %s and runs nothing',
	async ( content, reads ) => {
		jobs.scenario = {
			outcomes: [
				{
					end: 'succeed',
					afterMs: 10,
					result: {
						content,
						format: 'markdown',
						model: null,
						usage: null,
					},
				},
			],
		};
		await render( <TestEditor name="my-plugin/haiku" /> );
		const block = page.getByLabelText( 'Block: Haiku' );
		await block.click();
		await page.getByRole( 'button', { name: 'Write with AI' } ).click();
		await page.getByRole( 'button', { name: 'Generate now' } ).click();
		await page
			.getByRole( 'button', { name: 'Insert', exact: true } )
			.click();

		await expect.element( block ).toMatchTextContent( reads );
		const markup = [ ...block.element().querySelectorAll( '*' ) ].map(
			( { localName } ) => localName
		);
		// What RichText adds of its own besides.
		expect( [ 'a', 'br', 'code', 'em', 'span', 'strong' ] ).toEqual(
			expect.arrayContaining( markup )
		);
		expect( block.element().innerHTML ).not.toMatch( /javascript:/i );
		expect( 'hit' in window ).toBe( false );
	}
);

test( 'the lines of a haiku stay lines in the README’s block', async () => {
	jobs.scenario = {
		outcomes: [
			{
				end: 'succeed',
				afterMs: 10,
				result: {
					content:
						'Rain on the roof,\na drum for no one,\nall night.',
					format: 'markdown',
					model: null,
					usage: null,
				},
			},
		],
	};
	await render( <TestEditor name="my-plugin/haiku" /> );
	const block = page.getByLabelText( 'Block: Haiku' );
	await block.click();
	await page.getByRole( 'button', { name: 'Write with AI' } ).click();
	await page.getByRole( 'button', { name: 'Generate now' } ).click();
	await page.getByRole( 'button', { name: 'Insert', exact: true } ).click();

	await expect.element( block ).toMatchTextContent( 'all night.' );
	// RichText marks its line breaks while it is edited.
	expect(
		block
			.element()
			.innerHTML.replace( / data-rich-text-line-break="true"/g, '' )
	).toContain( 'Rain on the roof,<br>a drum for no one,<br>all night.' );
} );
