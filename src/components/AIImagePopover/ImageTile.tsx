import { Button, CheckboxControl, Path, SVG } from '@wordpress/components';
import { __, sprintf } from '@wordpress/i18n';
import { useId, useState, type MouseEvent } from 'react';
import type { GeneratedImage } from '../../protocol/index.ts';

const enlargeIcon = (
	<SVG viewBox="0 0 24 24" xmlns="http://www.w3.org/2000/svg">
		<Path d="M6 4a2 2 0 0 0-2 2v3h1.5V6a.5.5 0 0 1 .5-.5h3V4H6Zm3 14.5H6a.5.5 0 0 1-.5-.5v-3H4v3a2 2 0 0 0 2 2h3v-1.5Zm6 1.5v-1.5h3a.5.5 0 0 0 .5-.5v-3H20v3a2 2 0 0 1-2 2h-3Zm3-16a2 2 0 0 1 2 2v3h-1.5V6a.5.5 0 0 0-.5-.5h-3V4h3Z" />
	</SVG>
);

interface ImageTileProps {
	readonly image: GeneratedImage;
	/** What it is called here, e.g. 'Image 2'. */
	readonly name: string;
	readonly isChosen: boolean;
	/** It is in the media library. */
	readonly isImported: boolean;
	readonly onChoose: ( isChosen: boolean ) => void;
	readonly onEnlarge: () => void;
	/** Gets a new address for what does not load. */
	readonly onRenew: () => Promise< void >;
}

/** A finished image: it can be chosen and looked at. */
export function ImageTile( {
	image,
	name,
	isChosen,
	isImported,
	onChoose,
	onEnlarge,
	onRenew,
}: ImageTileProps ) {
	const id = useId();
	const [ tries, setTries ] = useState( 1 );
	const [ isBroken, setIsBroken ] = useState( false );
	const loadAgain = async () => {
		await onRenew();
		setTries( ( before ) => before + 1 );
		setIsBroken( false );
	};
	return (
		<li
			className={ `wp-ai-jobs-image__tile ${
				isChosen ? 'is-chosen' : ''
			}` }
		>
			{ isBroken ? (
				<div className="wp-ai-jobs-image__picture is-empty">
					<span>
						{ __(
							'The preview could not be loaded. The image itself is safe.',
							'wp-ai-jobs'
						) }
					</span>
					<Button
						variant="link"
						onClick={ ( {
							currentTarget,
						}: MouseEvent< HTMLElement > ) => {
							// The button goes; the focus stays with the image.
							currentTarget
								.closest( 'li' )
								?.querySelector( 'input' )
								?.focus();
							void loadAgain();
						} }
					>
						{ __( 'Load it again', 'wp-ai-jobs' ) }
					</Button>
				</div>
			) : (
				<label className="wp-ai-jobs-image__picture" htmlFor={ id }>
					<img
						key={ tries }
						src={ image.previewUrl }
						alt={ image.alt ?? '' }
						onError={ () => {
							if ( tries === 1 ) {
								// Most likely its address is over.
								void loadAgain();
							} else {
								setIsBroken( true );
							}
						} }
					/>
				</label>
			) }
			<div className="wp-ai-jobs-image__bar">
				<CheckboxControl
					__nextHasNoMarginBottom
					id={ id }
					label={ name }
					checked={ isChosen }
					onChange={ onChoose }
				/>
				<Button
					size="small"
					icon={ enlargeIcon }
					label={ sprintf(
						/* translators: %s: what an image is called, e.g. 'Image 2'. */
						__( 'Enlarge %s', 'wp-ai-jobs' ),
						name
					) }
					onClick={ onEnlarge }
				/>
			</div>
			{ isImported && (
				<p className="wp-ai-jobs-image__mark">
					{ __( 'In the media library', 'wp-ai-jobs' ) }
				</p>
			) }
		</li>
	);
}
