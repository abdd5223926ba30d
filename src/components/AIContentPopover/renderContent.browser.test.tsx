import { expect, test } from 'vitest';
import { renderContent } from './renderContent.ts';

const render = ( content: string, format: 'markdown' | 'html' ) =>
	renderContent( { content, format, model: null, usage: null } );

const markdown = [
	'## Rain',
	'A **wet** [street](https://example.org/).',
	'- One\n- Two',
	'3. Three\n4. Four',
	'> Let it rain.',
	'| Hour | Rain |\n| --- | --- |\n| 9 | drizzle |',
	'```js\nif ( a < b ) {}\n```',
].join( '\n\n' );

test( 'Markdown becomes what core blocks are made of', () => {
	const { html } = render( markdown, 'markdown' );
	const { body } = new DOMParser().parseFromString( html, 'text/html' );
	expect( body.querySelector( 'h2' )?.textContent ).toBe( 'Rain' );
	expect( body.querySelector( 'a' )?.getAttribute( 'href' ) ).toBe(
		'https://example.org/'
	);
	expect( body.querySelectorAll( 'ul > li' ) ).toHaveLength( 2 );
	expect( body.querySelector( 'ol' )?.getAttribute( 'start' ) ).toBe( '3' );
	expect( body.querySelector( 'blockquote > p' ) ).not.toBeNull();
	expect( body.querySelectorAll( 'thead th' ) ).toHaveLength( 2 );
	expect( body.querySelector( 'pre > code' )?.textContent ).toBe(
		'if ( a < b ) {}'
	);
} );

test( 'the text has no markup and keeps its lines', () => {
	expect( render( markdown, 'markdown' ).text ).toContain(
		'Rain\n\nA wet street.\n'
	);
} );

test( 'lines stay lines, as text and for a RichText', () => {
	const haiku = 'Rain on the roof,\na **drum** for no one,\n`all` night.';
	expect( render( haiku, 'markdown' ) ).toMatchObject( {
		html: '<p>Rain on the roof,<br>a <strong>drum</strong> for no one,<br><code>all</code> night.</p>',
		text: 'Rain on the roof,\na drum for no one,\nall night.',
		richText:
			'Rain on the roof,<br>a <strong>drum</strong> for no one,<br><code>all</code> night.',
	} );
} );

test( 'a RichText gets no blocks, and an empty line between paragraphs', () => {
	const { richText } = render( markdown, 'markdown' );
	expect( richText ).toMatch(
		/^Rain<br><br>A <strong>wet<\/strong> <a href="https:\/\/example.org\/">street<\/a>\.<br><br>One<br>Two<br><br>Three/
	);
	expect( richText ).toContain( 'if ( a &lt; b ) {}' );
	expect( render( '<p>One\nline</p>\n<p>Two</p>', 'html' ).richText ).toBe(
		'One line<br><br>Two'
	);
} );

const HOSTILE = [
	'`<img src=x onerror="window.hit = true">`',
	'```\n<img src=x onerror="window.hit = true">\n```',
	'&lt;img src=x onerror="window.hit = true"&gt;',
	'<code>&lt;script&gt;window.hit = true&lt;/script&gt;</code>',
	'<a href="https://example.org/?</p>&quot; onmouseover=&quot;window.hit = true">Link</a>',
	'<svg><desc><![CDATA[</desc><img src=x onerror="window.hit = true">]]></desc></svg>',
	'<math><annotation-xml encoding="text/html"><img src=x onerror="window.hit = true"></annotation-xml></math>',
	'<p>\n&lt;img\nsrc=x\nonerror="window.hit = true"&gt;</p>',
	'<script>window.hit = true</script>',
	'<img src=x onerror="window.hit = true">',
	'<svg onload="window.hit = true"></svg>',
	'<svg><script>window.hit = true</script></svg>',
	'<math><mtext><table><mglyph><style><img src=x onerror="window.hit = true">',
	'<iframe src="javascript:parent.hit = true"></iframe>',
	'<iframe srcdoc="<script>parent.hit = true</script>"></iframe>',
	'<object data="data:text/html,<script>parent.hit = true</script>"></object>',
	'<embed src="javascript:window.hit = true">',
	'<style>* { display: none }</style>',
	'<link rel="stylesheet" href="https://evil.example/x.css">',
	'<base href="https://evil.example/">',
	'<meta http-equiv="refresh" content="0;url=https://evil.example/">',
	'<form action="https://evil.example/"><input name="q"><button>Go</button></form>',
	'<p style="position:fixed;inset:0" onclick="window.hit = true">Text</p>',
	'<p id="wpwrap" class="hidden" data-wp-interactive="x">Text</p>',
	'<a href="javascript:window.hit = true">Link</a>',
	'<a href="java&#115;cript:window.hit = true">Link</a>',
	'<a href=" javascript:window.hit = true">Link</a>',
	'<a href="java\tscript:window.hit = true">Link</a>',
	'<a href="vbscript:msgbox(1)">Link</a>',
	'<a href="data:text/html,<script>alert(1)</script>">Link</a>',
	'<a href="https://example.org" target="_blank" ping="https://evil.example/">Link</a>',
	'<noscript><p title="</noscript><img src=x onerror=window.hit=true>">',
	'<template><script>window.hit = true</script></template>',
	'<video src=x onerror="window.hit = true"></video>',
	'<details open ontoggle="window.hit = true"><summary>S</summary></details>',
	'[Link](javascript:window.hit=true)',
	'[Link](<javascript:window.hit=true>)',
	'![Picture](https://evil.example/pixel.png)',
	'<javascript:window.hit=true>',
	'```html\n<script>window.hit = true</script>\n```',
	'<!-- wp:html --><script>window.hit = true</script><!-- /wp:html -->',
];

const ATTRIBUTES = [ 'href', 'start', 'reversed', 'colspan', 'rowspan' ];

test.each(
	HOSTILE.flatMap( ( content ) => [
		[ 'markdown', content ] as const,
		[ 'html', content ] as const,
	] )
)( 'nothing acts, styles or is fetched in %s: %s', ( format, content ) => {
	const { html } = render( content, format );
	const host = document.createElement( 'div' );
	host.innerHTML = html;
	document.body.append( host );
	host.querySelectorAll( 'a' ).forEach( ( link ) => {
		expect( link.protocol ).toMatch( /^(https?|mailto|tel):$|^:?$/ );
	} );
	host.querySelectorAll( '*' ).forEach( ( { attributes } ) => {
		for ( const { name } of attributes ) {
			expect( ATTRIBUTES ).toContain( name );
		}
	} );
	expect(
		host.querySelector(
			'script,style,iframe,object,embed,link,meta,base,form,input,button,svg,math,img,video,template,noscript'
		)
	).toBeNull();
	host.remove();
	expect( 'hit' in window ).toBe( false );
} );

test.each(
	HOSTILE.flatMap( ( content ) => [
		[ 'markdown', content ] as const,
		[ 'html', content ] as const,
	] )
)( 'a RichText gets inline markup alone in %s: %s', ( format, content ) => {
	const { richText } = render( content, format );
	const host = document.createElement( 'div' );
	host.innerHTML = richText;
	document.body.append( host );
	host.querySelectorAll( '*' ).forEach( ( { localName, attributes } ) => {
		expect( localName ).toMatch( /^(?:a|br|code|em|strong)$/ );
		for ( const { name } of attributes ) {
			expect( name ).toBe( 'href' );
		}
	} );
	host.querySelectorAll( 'a' ).forEach( ( link ) => {
		expect( link.protocol ).toMatch( /^(https?|mailto|tel):$|^:?$/ );
	} );
	host.remove();
	expect( 'hit' in window ).toBe( false );
} );

test( 'an HTML document is reduced to what is in its body', () => {
	expect(
		render(
			'<!DOCTYPE html><html><head><title>T</title></head><body><p>Text</p></body></html>',
			'html'
		).html
	).toBe( '<p>Text</p>' );
} );
