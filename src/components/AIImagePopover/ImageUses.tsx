import { speak } from '@wordpress/a11y';
import { Button, Notice } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import { useRef, useState } from 'react';
import type { AiJobError, ImportedImage } from '../../protocol/index.ts';
import { ErrorNotice, type Explanation } from '../ErrorNotice/index.ts';
import type { LogIn } from '../LogIn/index.ts';
import { PopoverFooter } from '../PopoverFrame/index.ts';
import type { Choosable } from './generation.ts';
import type { Imports } from './useImports.ts';

/** One way to put images to use, once they are in the media library. */
export interface ImageUse {
	readonly label: string;
	/** Whether it takes as many images as are chosen. */
	readonly isPossible: boolean;
	readonly put: (
		images: readonly ImportedImage[]
	) => void | boolean | Promise< void | boolean >;
	/** Said when it is done, where the popover stays open; null where it closes. */
	readonly done: string | null;
}

interface ImageUsesProps extends LogIn {
	readonly chosen: readonly Choosable[];
	/** Says why an image is not in the media library. */
	readonly explain: ( id: string, error: AiJobError ) => Explanation;
	readonly imports: Imports;
	/** The first that is possible stands out. */
	readonly uses: readonly ImageUse[];
	/** After the images were put to use by what closes the popover. */
	readonly onUsed: ( images: readonly Choosable[] ) => void;
	/** Another button is what the author most likely wants. */
	readonly isSecondary: boolean;
	/** They are the popover's main buttons; not beside a form, which has its own. */
	readonly isMain: boolean;
}

const putFocus = ( notice: HTMLElement | null ) => notice?.focus();

/** What can be done with the chosen images. */
export function ImageUses( {
	chosen,
	explain,
	imports,
	uses,
	onUsed,
	isSecondary,
	isMain,
	...logIn
}: ImageUsesProps ) {
	const [ current, setCurrent ] = useState< string | null >( null );
	const [ failure, setFailure ] = useState< string | null >( null );
	const [ done, setDone ] = useState< string | null >( null );
	const buttons = useRef< HTMLDivElement >( null );

	const apply = async ( use: ImageUse ) => {
		if ( imports.isBusy || ! use.isPossible ) {
			return;
		}
		setCurrent( use.label );
		setFailure( null );
		setDone( null );
		const wasAnotherTry = imports.failures.size > 0;
		speak( __( 'Adding to the media library…', 'wp-ai-jobs' ) );
		const images = await imports.bringIn( chosen );
		if ( ! images ) {
			speak(
				__(
					'Not every image was added to the media library.',
					'wp-ai-jobs'
				),
				'assertive'
			);
			return;
		}
		try {
			if ( ( await use.put( images ) ) !== false ) {
				if ( use.done === null ) {
					onUsed( chosen );
				} else {
					setDone( use.done );
					if ( wasAnotherTry ) {
						// The button that had it is gone with its notice.
						buttons.current?.focus();
					}
				}
			}
		} catch ( error ) {
			setFailure( error instanceof Error ? error.message : '' );
		}
	};

	const again = uses.find( ( { label } ) => label === current );
	const primary = uses.find( ( { isPossible } ) => isPossible ) ?? uses[ 0 ];
	const failed = chosen.flatMap( ( { id } ) => {
		const error = imports.failures.get( id );
		return error ? [ { id, error } ] : [];
	} );

	const group = (
		<div
			className="wp-ai-jobs-buttons"
			role="group"
			aria-label={ __( 'Chosen images', 'wp-ai-jobs' ) }
			tabIndex={ -1 }
			ref={ buttons }
		>
			{ uses.map( ( use ) => (
				<Button
					key={ use.label }
					__next40pxDefaultSize
					variant={
						use === primary && ! isSecondary
							? 'primary'
							: 'secondary'
					}
					isBusy={ imports.isBusy && use.label === current }
					disabled={ ! use.isPossible }
					accessibleWhenDisabled
					onClick={ () => void apply( use ) }
				>
					{ use.label }
				</Button>
			) ) }
		</div>
	);

	return (
		<>
			{ failed.map( ( { id, error }, at ) => (
				<ErrorNotice
					key={ id }
					explanation={ explain( id, error ) }
					{ ...logIn }
					onRetry={ again && ( () => void apply( again ) ) }
					// The buttons stay where they are while this may be out of sight.
					focusRef={ at === 0 ? putFocus : undefined }
				/>
			) ) }
			{ failure !== null && (
				<Notice status="error" isDismissible={ false }>
					{ __(
						'The images are in the media library, but could not be put into the post. Try again, or insert them from there.',
						'wp-ai-jobs'
					) }{ ' ' }
					{ failure }
				</Notice>
			) }
			{ done !== null && (
				<Notice status="success" isDismissible={ false }>
					{ done }
				</Notice>
			) }
			{ chosen.length === 0 && (
				<p className="wp-ai-jobs-image__hint">
					{ __( 'Choose one image or several.', 'wp-ai-jobs' ) }
				</p>
			) }
			{ isMain ? <PopoverFooter>{ group }</PopoverFooter> : group }
		</>
	);
}
