import { useMemo } from 'react';
import type { ContentResult } from '../../protocol/index.ts';
import { useLazyModule, type LazyModule } from '../../react/useLazyModule.ts';
import type { GeneratedContent } from './types.ts';

/** With the Markdown parser and the sanitiser it weighs more than all the rest, and is not needed before a first text is there. */
const load = () => import( './contentView.ts' );

/** A text that is shown, and what can be done with it. */
export interface ContentView extends LazyModule<
	Awaited< ReturnType< typeof load > >
> {
	/** Null where there is none, or not yet. */
	readonly generated: GeneratedContent | null;
}

/**
 * A result, rendered and sanitised, with what can be done with it.
 *
 * @param result Null where there is none.
 */
export function useContentView( result: ContentResult | null ): ContentView {
	const view = useLazyModule( 'content', load );
	const { module } = view;
	const generated = useMemo(
		() => ( module && result && module.renderContent( result ) ) ?? null,
		[ module, result ]
	);
	return { ...view, generated };
}
