import { Spinner } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import { useState, type CSSProperties, type RefCallback } from 'react';
import { EnlargedImage } from './EnlargedImage.tsx';
import { toChoosables, type Generation } from './generation.ts';
import type { ImageDraft } from './imageDraft.ts';
import { imageName } from './imageNames.ts';
import { ImageTile } from './ImageTile.tsx';
import { usePreviews } from './usePreviews.ts';

interface ImageGridProps {
	readonly generation: Generation;
	/** What an image is called, by its id. */
	readonly nameOf: ( id: string ) => string;
	readonly label: string;
	/** Those that are not there yet are still being made. */
	readonly isLive: boolean;
	readonly isChosen: ( id: string ) => boolean;
	readonly imported: ImageDraft[ 'imported' ];
	readonly onChoose: ( id: string, isChosen: boolean ) => void;
	readonly focusRef: RefCallback< HTMLElement > | undefined;
}

/** The images of one job, each in the place that was kept for it. */
export function ImageGrid( {
	generation: made,
	nameOf,
	label,
	isLive,
	isChosen,
	imported,
	onChoose,
	focusRef,
}: ImageGridProps ) {
	const [ enlarged, setEnlarged ] = useState< string | null >( null );
	const { generation, renew } = usePreviews( made );
	const choosables = toChoosables( generation );
	const { aspectRatio = '1:1', count = 1 } = generation.input;
	const [ across = 1, down = 1 ] = aspectRatio.split( ':' ).map( Number );
	const shown = choosables.find( ( { id } ) => id === enlarged );
	const style: CSSProperties & Record< `--${ string }`, number > = {
		'--wp-ai-jobs-ratio': across / down,
	};
	return (
		<div
			role="group"
			aria-label={ label }
			tabIndex={ -1 }
			ref={ focusRef }
			style={ style }
		>
			<ul
				className={ `wp-ai-jobs-image__grid ${
					count === 1 ? 'is-single' : ''
				}` }
			>
				{ Array.from( { length: count }, ( _none, index ) => {
					const choosable = choosables.find(
						( { image } ) => image.index === index
					);
					if ( choosable ) {
						return (
							<ImageTile
								key={ choosable.id }
								onRenew={ renew }
								image={ choosable.image }
								name={ nameOf( choosable.id ) }
								isChosen={ isChosen( choosable.id ) }
								isImported={
									choosable.id in imported ||
									choosable.image.attachmentId !== null
								}
								onChoose={ ( isIn ) =>
									onChoose( choosable.id, isIn )
								}
								onEnlarge={ () => setEnlarged( choosable.id ) }
							/>
						);
					}
					const hasFailed = generation.failures.some(
						( failure ) => failure.index === index
					);
					if ( ! isLive ) {
						return null;
					}
					return (
						<li key={ index } className="wp-ai-jobs-image__tile">
							<div className="wp-ai-jobs-image__picture is-empty">
								{ hasFailed ? (
									__(
										'This one could not be made.',
										'wp-ai-jobs'
									)
								) : (
									<Spinner />
								) }
							</div>
							<div className="wp-ai-jobs-image__bar">
								<span>{ imageName( index ) }</span>
							</div>
						</li>
					);
				} ) }
			</ul>
			{ shown && (
				<EnlargedImage
					image={ shown.image }
					name={ nameOf( shown.id ) }
					onClose={ () => setEnlarged( null ) }
				/>
			) }
		</div>
	);
}
