import { useCallback, useState } from 'react';
import { useAiJobs } from './AiJobsProvider.tsx';

/** What an author has typed, and what changes it. */
export type DraftHandle< Draft > = readonly [
	draft: Draft,
	change: ( changes: Partial< Draft > ) => void,
	clear: () => void,
];

/**
 * Keeps what an author types at a place, so that it outlives the component: a
 * popover that closes and opens again still has it. Gone with the page.
 *
 * The component's own state shows it, since a text field must change within
 * its event; the cache only remembers it.
 *
 * @param type    The job type's name.
 * @param key     The place, as given to `useAiJob`. Another key is another component: give it as React's `key`, too.
 * @param initial What a new draft starts with.
 * @example
 * const [ draft, change, clear ] = useDraft( 'content', clientId, { prompt: '' } );
 * <textarea value={ draft.prompt } onChange={ ( { target } ) => change( { prompt: target.value } ) } />
 */
export function useDraft< Draft extends object >(
	type: string,
	key: string,
	initial: Draft
): DraftHandle< Draft > {
	const { cache } = useAiJobs();
	const [ first ] = useState( initial );
	const [ queryKey ] = useState( () => {
		const place = [ 'wp-ai-jobs', 'draft', type, key ] as const;
		cache.setQueryDefaults( place, { gcTime: Infinity } );
		return place;
	} );
	const [ draft, setDraft ] = useState(
		() => cache.getQueryData< Draft >( queryKey ) ?? first
	);

	const change = useCallback(
		( changes: Partial< Draft > ) => {
			const next = {
				...( cache.getQueryData< Draft >( queryKey ) ?? first ),
				...changes,
			};
			cache.setQueryData< Draft >( queryKey, next );
			setDraft( next );
		},
		[ cache, queryKey, first ]
	);
	const clear = useCallback( () => {
		cache.removeQueries( { queryKey, exact: true } );
		setDraft( first );
	}, [ cache, queryKey, first ] );

	return [ draft, change, clear ];
}
