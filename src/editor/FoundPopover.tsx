import { useRegistry } from '@wordpress/data';
import { useState } from 'react';
import { findPlace } from './findPlace.ts';
import { ImagePopover } from './ImagePopover.tsx';
import type { Target } from './target.ts';
import { TextPopover } from './TextPopover.tsx';
import type { EditedPost } from './usePost.ts';

interface FoundPopoverProps {
	/** Of which type the job is. */
	readonly subject: 'text' | 'images';
	/** The spot's key. */
	readonly spotKey: string;
	readonly post: EditedPost | null;
}

/** The popover of a job that was found when the post was opened, at the block where the author is. */
export function FoundPopover( { subject, spotKey, post }: FoundPopoverProps ) {
	const registry = useRegistry();
	const [ clientId ] = useState( () => findPlace( registry, subject ) ?? '' );
	// The next time, the author may be elsewhere.
	const [ targets ] = useState( () => new Map< string, Target >() );
	const Popover = subject === 'text' ? TextPopover : ImagePopover;
	return (
		<Popover
			clientId={ clientId }
			jobKey={ spotKey }
			post={ post }
			targets={ targets }
		/>
	);
}
