import { Markdown } from '@storybook/addon-docs/blocks';
import editor from '../../docs/screenshots/editor.png';
import { linkPages } from './linkPages.ts';

interface GuideProps {
	/** Where the file is, from the repository's root. */
	readonly path: string;
	readonly text: string;
}

/** A guide of the repository, as a page. */
export const Guide = ( { path, text }: GuideProps ) => (
	<Markdown>
		{ linkPages( text, path, { 'docs/screenshots/editor.png': editor } ) }
	</Markdown>
);
