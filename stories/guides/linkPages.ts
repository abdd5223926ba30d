import { toId } from 'storybook/internal/csf';
import { PAGES } from './pages.ts';

/** A link or a picture; code has none that look like these. */
const LINK = /(!?)\[((?:[^[\]]|\[[^\]]*\])*)\]\(([^)\s]+)\)/g;

/** Where Storybook shows a page. */
const addressOf = ( title: string ) => `?path=/docs/${ toId( title, 'docs' ) }`;

/**
 * Has the links of a file of the repository lead to pages of Storybook. What
 * is no page here is named by where it is in the repository.
 *
 * @param text     The file, in Markdown.
 * @param path     Where it is, from the repository's root.
 * @param pictures The addresses of pictures, by their path.
 */
export function linkPages(
	text: string,
	path: string,
	pictures: Readonly< Record< string, string > > = {}
): string {
	return text.replace(
		LINK,
		( link: string, mark: string, label: string, target: string ) => {
			if ( /^([a-z]+:|#)/.test( target ) ) {
				return link;
			}
			const { pathname, hash } = new URL( target, `file:///${ path }` );
			const file = pathname.slice( 1 );
			if ( mark ) {
				return `![${ label }](${ pictures[ file ] ?? '' })`;
			}
			const title = PAGES[ file ];
			if ( title ) {
				return `[${ label }](${ addressOf( title ) }${ hash })`;
			}
			return label.includes( file )
				? label
				: `${ label } (\`${ file }\`)`;
		}
	);
}
