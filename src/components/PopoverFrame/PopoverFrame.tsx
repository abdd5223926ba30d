import { Button, Path, Popover, SVG } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import { useState, type KeyboardEvent } from 'react';
import { FooterContext } from './PopoverFooter.tsx';
import type { PopoverFrameProps } from './types.ts';
import './styles.css';

const closeIcon = (
	<SVG viewBox="0 0 24 24" xmlns="http://www.w3.org/2000/svg">
		<Path d="m12 13.06 3.71 3.71 1.06-1.06L13.06 12l3.71-3.71-1.06-1.06L12 10.94 8.29 7.23 7.23 8.29 10.94 12l-3.71 3.71 1.06 1.06L12 13.06Z" />
	</SVG>
);

/**
 * The dialog that the AI popovers share: a heading, a close button, Esc and
 * Ctrl/Cmd+Enter. What is in it scrolls between heading and main buttons
 * (`PopoverFooter`), which are always in sight, and sets the focus (`useStageFocus`).
 */
export function PopoverFrame( {
	anchor,
	title,
	onClose,
	onSend,
	children,
}: PopoverFrameProps ) {
	const [ footer, setFooter ] = useState< HTMLElement | null >( null );
	const onKeyDown = ( event: KeyboardEvent ) => {
		// While a character is being composed, both keys belong to the input method.
		if ( event.nativeEvent.isComposing ) {
			return;
		}
		if ( event.key === 'Escape' ) {
			// Here, not in Popover: a token field keeps the key to itself.
			event.preventDefault();
			event.stopPropagation();
			onClose();
		} else if (
			event.key === 'Enter' &&
			( event.ctrlKey || event.metaKey )
		) {
			event.preventDefault();
			onSend?.();
		}
	};
	return (
		<Popover
			className="wp-ai-jobs-popover"
			role="dialog"
			aria-label={ title }
			{ ...( anchor !== undefined && { anchor } ) }
			placement="bottom-start"
			offset={ 8 }
			shift
			expandOnMobile
			headerTitle={ title }
			// The dialog itself, so that it is known where focus returns to; the stage takes it from there.
			focusOnMount
			constrainTabbing
			onClose={ onClose }
		>
			{ /* eslint-disable-next-line jsx-a11y/no-static-element-interactions -- keys of the dialog's controls bubble here. */ }
			<div className="wp-ai-jobs-popover__frame" onKeyDown={ onKeyDown }>
				<div className="wp-ai-jobs-popover__header">
					<h2 className="wp-ai-jobs-popover__title">{ title }</h2>
					<Button
						size="small"
						icon={ closeIcon }
						label={ __( 'Close', 'wp-ai-jobs' ) }
						onClick={ onClose }
					/>
				</div>
				<div className="wp-ai-jobs-popover__body">
					<FooterContext.Provider value={ footer }>
						{ children }
					</FooterContext.Provider>
				</div>
				<div className="wp-ai-jobs-popover__footer" ref={ setFooter } />
			</div>
		</Popover>
	);
}
