import { toChoosables, type Choosable, type Generation } from './generation.ts';
import type { ImageDraft } from './imageDraft.ts';
import { imageNames } from './imageNames.ts';

/** What the author sees and has chosen. */
export interface ImageChoice {
	/** All that can be chosen, as it is shown. */
	readonly shown: readonly Choosable[];
	readonly chosen: readonly Choosable[];
	readonly isChosen: ( id: string ) => boolean;
	/** What an image is called here. */
	readonly nameOf: ( id: string ) => string;
	/** The ids that are chosen when one more is, or one less. */
	readonly choose: ( id: string, isChosen: boolean ) => readonly string[];
}

/**
 * What the author sees and has chosen.
 *
 * @param draft        What was chosen, and the results of before.
 * @param current      The job at hand.
 * @param showsCurrent Whether its images are shown.
 */
export function readImageChoice(
	draft: ImageDraft,
	current: Generation,
	showsCurrent: boolean
): ImageChoice {
	const currentImages = showsCurrent ? toChoosables( current ) : [];
	const earlierImages = draft.showsHistory
		? draft.history.flatMap( toChoosables )
		: [];
	const shown = [ ...currentImages, ...earlierImages ];
	const names = imageNames( current, draft.history );
	// Where there is but one image, it is the one.
	const [ first ] = currentImages;
	const isOnly = first && ( current.input.count ?? 1 ) === 1;
	const ids = new Set( draft.chosen ?? ( isOnly ? [ first.id ] : [] ) );
	return {
		shown,
		chosen: shown.filter( ( { id } ) => ids.has( id ) ),
		isChosen: ( id ) => ids.has( id ),
		nameOf: ( id ) => names.get( id ) ?? '',
		choose( id, isChosen ) {
			const others = [ ...ids ].filter( ( other ) => other !== id );
			return isChosen ? [ ...others, id ] : others;
		},
	};
}
