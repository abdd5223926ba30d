import DOMPurify from 'dompurify';
import { Marked } from 'marked';
import type { ContentResult } from '../../protocol/index.ts';
import type { GeneratedContent } from './types.ts';

/**
 * What core's text blocks are made of. No picture: nobody has checked the
 * address that a model names, and showing it would fetch it.
 */
const INLINE_TAGS = [
	...[ 'a', 'strong', 'em', 'b', 'i', 's', 'del', 'ins', 'mark', 'kbd' ],
	...[ 'sub', 'sup', 'small', 'abbr', 'q', 'cite', 'code' ],
];
const ALLOWED_TAGS = [
	...[ 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'p', 'br', 'hr' ],
	...[ 'ul', 'ol', 'li', 'blockquote', 'pre' ],
	...[ 'table', 'caption', 'thead', 'tbody', 'tfoot', 'tr', 'th', 'td' ],
	...[ 'figure', 'figcaption', 'details', 'summary' ],
	...INLINE_TAGS,
];

const ALLOWED_ATTR = [ 'href', 'start', 'reversed', 'colspan', 'rowspan' ];

/** Web and mail addresses, and those within the site. */
const ALLOWED_URI_REGEXP = /^(?:https?:|mailto:|tel:|[#/?.]|[^:]*$)/i;

/** With `breaks`, since models end lines where they mean it: a poem's lines stay lines. */
const markdown = new Marked( { gfm: true, breaks: true, async: false } );

/**
 * Makes a result safe to show and to insert: what each target takes, of Markdown
 * or HTML that is trusted in nothing. Needs a browser.
 *
 * @param result What the provider sent, e.g. `job.result`.
 * @example
 * const { richText } = renderContent( job.result );
 * setAttributes( { text: richText } );
 */
export function renderContent( {
	content,
	format,
	model,
}: ContentResult ): GeneratedContent {
	const markup =
		format === 'markdown'
			? markdown.parse( content, { async: false } )
			: content;
	const html = DOMPurify.sanitize( markup, {
		ALLOWED_TAGS,
		ALLOWED_ATTR,
		ALLOWED_URI_REGEXP,
		ALLOW_ARIA_ATTR: false,
		ALLOW_DATA_ATTR: false,
	} )
		// Markdown ends the last line of code, which is an empty line in a block.
		.replaceAll( '\n</code></pre>', '</code></pre>' )
		.trim();
	return { html, ...toLines( html ), content, format, model };
}

/** What ends a line, and what ends a paragraph. */
const LINES = 'br, hr, li, tr, caption, figcaption, summary';
const PARAGRAPHS =
	'h1, h2, h3, h4, h5, h6, p, ul, ol, blockquote, pre, table, figure, details';

/**
 * The same without blocks: as text, and as what a `RichText` takes.
 *
 * @param html Sanitized.
 */
function toLines( html: string ): { text: string; richText: string } {
	const { body } = new DOMParser().parseFromString( html, 'text/html' );
	const texts = document.createNodeIterator( body, NodeFilter.SHOW_TEXT );
	for ( let node = texts.nextNode(); node; node = texts.nextNode() ) {
		if ( ! node.parentElement?.closest( 'pre' ) ) {
			node.textContent = asShown( node );
		}
	}
	body.querySelectorAll( 'td, th' ).forEach( ( cell ) => cell.after( '\t' ) );
	body.querySelectorAll( LINES ).forEach( ( line ) => line.after( '\n' ) );
	body.querySelectorAll( PARAGRAPHS ).forEach( ( paragraph ) =>
		paragraph.after( '\n\n' )
	);
	const text = tidy( body.textContent ?? '' );
	body.querySelectorAll( `:not( ${ INLINE } )` ).forEach( ( block ) =>
		block.replaceWith( ...block.childNodes )
	);
	// A line that ends within an inline element, such as a listing's last, ends after it.
	const lines = body.innerHTML.replace( /\n+((?:<\/\w+>)+)/g, '$1\n' );
	return { text, richText: tidy( lines ).replace( /\n/g, '<br>' ) };
}

const INLINE = INLINE_TAGS.join();

/** A text without the white space that HTML does not show. */
function asShown( node: Node ): string {
	const isEdge = ( sibling: Node | null ) => {
		const next = sibling ?? node.parentNode;
		return next instanceof Element && ! next.matches( INLINE );
	};
	let text = ( node.textContent ?? '' ).replace( /\s+/g, ' ' );
	if ( isEdge( node.previousSibling ) ) {
		text = text.trimStart();
	}
	return isEdge( node.nextSibling ) ? text.trimEnd() : text;
}

/** No space at the end of a line, and no two empty lines in a row. */
const tidy = ( lines: string ) =>
	lines
		.split( '\n' )
		.map( ( line ) => line.trimEnd() )
		.join( '\n' )
		.replace( /\n{3,}/g, '\n\n' )
		.trim();
