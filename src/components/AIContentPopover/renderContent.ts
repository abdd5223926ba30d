import DOMPurify from 'dompurify';
import { Marked } from 'marked';
import type { ContentResult } from '../../protocol/index.ts';
import type { GeneratedContent } from './types.ts';

/**
 * What core's text blocks are made of. No picture: nobody has checked the
 * address that a model names, and showing it would fetch it.
 */
const ALLOWED_TAGS = [
	...[ 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'p', 'br', 'hr' ],
	...[ 'ul', 'ol', 'li', 'blockquote', 'cite', 'pre', 'code' ],
	...[ 'table', 'caption', 'thead', 'tbody', 'tfoot', 'tr', 'th', 'td' ],
	...[ 'figure', 'figcaption', 'details', 'summary' ],
	...[ 'a', 'strong', 'em', 'b', 'i', 's', 'del', 'ins', 'mark', 'kbd' ],
	...[ 'sub', 'sup', 'small', 'abbr', 'q' ],
];

const ALLOWED_ATTR = [ 'href', 'start', 'reversed', 'colspan', 'rowspan' ];

/** Web and mail addresses, and those within the site. */
const ALLOWED_URI_REGEXP = /^(?:https?:|mailto:|tel:|[#/?.]|[^:]*$)/i;

const markdown = new Marked( { gfm: true, async: false } );

/**
 * Makes a result safe to show and to insert.
 *
 * @param result What the provider sent: Markdown or HTML, trusted in nothing.
 * @example
 * renderContent( { content: '## Rain', format: 'markdown', … } ).html // '<h2>Rain</h2>'
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
	} ).trim();
	return { html, text: toText( html ), content, format, model };
}

/** The elements after which a new line begins. */
const LINE_ENDS =
	/<\/(?:h[1-6]|p|li|blockquote|pre|tr|caption|figcaption|summary)>|<(?:br|hr)\b[^>]*>/g;

function toText( html: string ): string {
	const { body } = new DOMParser().parseFromString(
		html.replace( LINE_ENDS, '$&\n' ).replace( /<\/(?:td|th)>/g, '$&\t' ),
		'text/html'
	);
	return ( body.textContent ?? '' )
		.replace( /[ \t]+$/gm, '' )
		.replace( /\n{3,}/g, '\n\n' )
		.trim();
}
