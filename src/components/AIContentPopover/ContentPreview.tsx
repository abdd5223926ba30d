import { Button, Spinner } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import type { MouseEvent, RefCallback } from 'react';
import type { ContentResult } from '../../protocol/index.ts';
import type { ContentView } from './useContentView.ts';

interface ContentPreviewProps {
	readonly view: ContentView;
	/** Shown as it is where it cannot be rendered. */
	readonly result: ContentResult;
	/** A new one is being made, or was to be. */
	readonly isEarlier: boolean;
	readonly focusRef: RefCallback< HTMLElement > | undefined;
}

/** A text as what it will be. */
export function ContentPreview( {
	view,
	result,
	isEarlier,
	focusRef,
}: ContentPreviewProps ) {
	const label = isEarlier
		? __( 'Earlier text', 'wp-ai-jobs' )
		: __( 'Generated text', 'wp-ai-jobs' );
	const stayHere = ( event: MouseEvent ) => {
		// A link is there to be read, not to lead away from an unsaved post.
		if ( event.target instanceof Element && event.target.closest( 'a' ) ) {
			event.preventDefault();
		}
	};
	return (
		<>
			{ isEarlier && (
				<p className="wp-ai-jobs-content__earlier" aria-hidden="true">
					{ label }
				</p>
			) }
			{ /* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/click-events-have-key-events -- Enter on a link is a click, too. */ }
			<div
				className={ `wp-ai-jobs-content__preview ${
					isEarlier ? 'is-earlier' : ''
				}` }
				role="region"
				aria-label={ label }
				// A wide table or an earlier text scrolls, so it must be reachable by keyboard.
				tabIndex={ 0 }
				ref={ focusRef }
				onClick={ stayHere }
			>
				{ view.isLoading && <Spinner /> }
				{ view.generated && (
					<div
						dir="auto"
						// Sanitised by renderContent.
						dangerouslySetInnerHTML={ {
							__html: view.generated.html,
						} }
					/>
				) }
				{ ! view.isLoading && ! view.module && (
					<>
						<p>
							{ __(
								'The preview could not be loaded. The text is here as it came:',
								'wp-ai-jobs'
							) }{ ' ' }
							<Button variant="link" onClick={ view.retry }>
								{ __( 'Load the preview again', 'wp-ai-jobs' ) }
							</Button>
						</p>
						<pre>{ result.content }</pre>
					</>
				) }
			</div>
		</>
	);
}
