import { useCallback, useState } from 'react';
import { useAiJobs } from './AiJobsProvider.tsx';

/** What an author has typed, and what changes it. All but `draft` are stable between renders. */
export interface DraftHandle< Draft > {
	readonly draft: Draft;
	/** The draft at this moment: in an event that has changed it already, `draft` is a render behind. */
	readonly read: () => Draft;
	readonly change: ( changes: Partial< Draft > ) => void;
	readonly clear: () => void;
}

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
 * const { draft, change } = useDraft( 'content', clientId, { prompt: '' } );
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
	const read = useCallback(
		() => cache.getQueryData< Draft >( queryKey ) ?? first,
		[ cache, queryKey, first ]
	);
	const [ draft, setDraft ] = useState( read );

	const change = useCallback(
		( changes: Partial< Draft > ) => {
			const next = { ...read(), ...changes };
			cache.setQueryData< Draft >( queryKey, next );
			setDraft( next );
		},
		[ cache, queryKey, read ]
	);
	const clear = useCallback( () => {
		cache.removeQueries( { queryKey, exact: true } );
		setDraft( first );
	}, [ cache, queryKey, first ] );

	return { draft, read, change, clear };
}
