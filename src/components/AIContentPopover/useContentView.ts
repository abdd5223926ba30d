import { useMemo } from 'react';
import type { ContentResult } from '../../protocol/index.ts';
import {
	lazyModule,
	useLazyModule,
	type LazyState,
} from '../JobPopover/index.ts';
import type { ContentActions } from './ContentActions.tsx';
import type { GeneratedContent } from './types.ts';

/** With the Markdown parser and the sanitiser it weighs more than all the rest, and is not needed before a first text is there. */
const contentView = lazyModule( () => import( './contentView.ts' ) );

/** A text that is shown, and what can be done with it. */
export type ContentView = LazyState< {
	/** Null where there is none. */
	readonly generated: GeneratedContent | null;
	readonly Actions: typeof ContentActions;
} >;

/**
 * A result, rendered and sanitised, with what can be done with it.
 *
 * @param result Null where there is none.
 */
export function useContentView( result: ContentResult | null ): ContentView {
	const view = useLazyModule( contentView );
	return useMemo(
		() =>
			view.status === 'ready'
				? {
						status: 'ready',
						module: {
							generated:
								result && view.module.renderContent( result ),
							Actions: view.module.ContentActions,
						},
					}
				: view,
		[ view, result ]
	);
}
