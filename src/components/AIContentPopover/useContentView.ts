import { useCallback, useEffect, useState } from 'react';
import type { ContentResult } from '../../protocol/index.ts';
import type * as contentView from './contentView.ts';
import type { GeneratedContent } from './types.ts';

type View = typeof contentView;

let view: Promise< View > | undefined;

/**
 * Fetches what shows results and puts them to use, once. With the Markdown
 * parser and the sanitiser it weighs more than all the rest, and no popover
 * needs it before a first text is there, so a build can keep it in a file of
 * its own.
 */
function loadView(): Promise< View > {
	view ??= import( './contentView.ts' ).catch( ( error: unknown ) => {
		view = undefined;
		throw error;
	} );
	return view;
}

export type ContentView =
	| { readonly status: 'loading' }
	| {
			readonly status: 'ready';
			readonly generated: GeneratedContent;
			readonly Actions: View[ 'ContentActions' ];
	  }
	/** It could not be fetched. */
	| { readonly status: 'failed'; readonly retry: () => void };

/**
 * A result, rendered and sanitised, with what can be done with it.
 *
 * @param result Null where there is none.
 */
export function useContentView( result: ContentResult | null ): ContentView {
	const [ tries, setTries ] = useState( 0 );
	const [ shown, setShown ] = useState< {
		readonly of: ContentResult;
		readonly view: ContentView;
	} | null >( null );

	const retry = useCallback( () => {
		setShown( null );
		setTries( ( count ) => count + 1 );
	}, [] );

	useEffect( () => {
		let isCurrent = true;
		const show = ( of: ContentResult, next: ContentView ) => {
			if ( isCurrent ) {
				setShown( { of, view: next } );
			}
		};
		loadView().then(
			( { renderContent, ContentActions } ) =>
				result &&
				show( result, {
					status: 'ready',
					generated: renderContent( result ),
					Actions: ContentActions,
				} ),
			() => result && show( result, { status: 'failed', retry } )
		);
		return () => {
			isCurrent = false;
		};
	}, [ result, tries, retry ] );

	return result && shown?.of === result ? shown.view : { status: 'loading' };
}
