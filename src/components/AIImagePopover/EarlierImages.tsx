import { Button } from '@wordpress/components';
import { __, sprintf } from '@wordpress/i18n';
import { useId } from 'react';
import type { Generation } from './generation.ts';
import type { ImageDraft } from './imageDraft.ts';
import { ImageGrid } from './ImageGrid.tsx';

interface EarlierImagesProps {
	/** The newest first. */
	readonly history: readonly Generation[];
	readonly isOpen: boolean;
	readonly onToggle: ( isOpen: boolean ) => void;
	readonly nameOf: ( id: string ) => string;
	readonly isChosen: ( id: string ) => boolean;
	readonly imported: ImageDraft[ 'imported' ];
	readonly onChoose: ( id: string, isChosen: boolean ) => void;
}

/** What was generated here before: paid for, so it stays in reach. */
export function EarlierImages( {
	history,
	isOpen,
	onToggle,
	nameOf,
	isChosen,
	imported,
	onChoose,
}: EarlierImagesProps ) {
	const id = useId();
	const count = history.reduce(
		( sum, { images } ) => sum + images.length,
		0
	);
	const label = isOpen
		? sprintf(
				/* translators: %d: how many images. */
				__( 'Hide earlier images (%d)', 'wp-ai-jobs' ),
				count
			)
		: sprintf(
				/* translators: %d: how many images. */
				__( 'Show earlier images (%d)', 'wp-ai-jobs' ),
				count
			);
	return (
		<div className="wp-ai-jobs-image__earlier">
			<Button
				__next40pxDefaultSize
				variant="tertiary"
				aria-expanded={ isOpen }
				aria-controls={ id }
				onClick={ () => onToggle( ! isOpen ) }
			>
				{ label }
			</Button>
			<div id={ id } hidden={ ! isOpen }>
				{ isOpen &&
					history.map( ( generation ) => (
						<ImageGrid
							key={ generation.jobId }
							generation={ generation }
							nameOf={ nameOf }
							label={ sprintf(
								/* translators: %s: a prompt. */
								__( 'Earlier images of “%s”', 'wp-ai-jobs' ),
								generation.input.prompt
							) }
							isLive={ false }
							isChosen={ isChosen }
							imported={ imported }
							onChoose={ onChoose }
							focusRef={ undefined }
						/>
					) ) }
			</div>
		</div>
	);
}
