import { useCallback, useEffect, useState } from 'react';
import type { ContentResult } from '../../protocol/index.ts';
import type { renderContent } from './renderContent.ts';
import type { GeneratedContent } from './types.ts';

type Render = typeof renderContent;

let renderer: Promise< Render > | undefined;

/**
 * Fetches what renders results, once. Markdown parser and sanitiser weigh
 * 27 KiB gzipped and no editor needs them before a first text is there, so a
 * build can keep them in a file of their own.
 */
function loadRenderer(): Promise< Render > {
	renderer ??= import( './renderContent.ts' ).then(
		( module ) => module.renderContent,
		( error: unknown ) => {
			renderer = undefined;
			throw error;
		}
	);
	return renderer;
}

export type RenderedContent =
	| { readonly status: 'loading' }
	| { readonly status: 'ready'; readonly generated: GeneratedContent }
	/** The renderer could not be fetched. */
	| { readonly status: 'failed'; readonly retry: () => void };

/**
 * A result, rendered and sanitised.
 *
 * @param result Null where there is none.
 */
export function useRenderedContent(
	result: ContentResult | null
): RenderedContent {
	const [ tries, setTries ] = useState( 0 );
	const [ rendered, setRendered ] = useState< {
		readonly of: ContentResult;
		readonly generated: GeneratedContent | null;
	} | null >( null );

	useEffect( () => {
		let isCurrent = true;
		loadRenderer().then(
			( render ) => {
				if ( isCurrent && result ) {
					setRendered( {
						of: result,
						generated: render( result ),
					} );
				}
			},
			() => {
				if ( isCurrent && result ) {
					setRendered( { of: result, generated: null } );
				}
			}
		);
		return () => {
			isCurrent = false;
		};
	}, [ result, tries ] );

	const retry = useCallback( () => {
		setRendered( null );
		setTries( ( count ) => count + 1 );
	}, [] );

	if ( ! result || rendered?.of !== result ) {
		return { status: 'loading' };
	}
	return rendered.generated
		? { status: 'ready', generated: rendered.generated }
		: { status: 'failed', retry };
}
