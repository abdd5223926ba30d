import { Button } from '@wordpress/components';
import { __ } from '@wordpress/i18n';

interface AgainButtonsProps {
	/** Null where it cannot be done, or another button does it. */
	readonly onTryAgain: ( () => void ) | null;
	readonly onEdit: () => void;
}

/** How to get another result than this one. */
export const AgainButtons = ( { onTryAgain, onEdit }: AgainButtonsProps ) => (
	<div className="wp-ai-jobs-again">
		{ onTryAgain && (
			<Button
				__next40pxDefaultSize
				variant="tertiary"
				onClick={ onTryAgain }
			>
				{ __( 'Try again', 'wp-ai-jobs' ) }
			</Button>
		) }
		<Button __next40pxDefaultSize variant="tertiary" onClick={ onEdit }>
			{ __( 'Edit the prompt', 'wp-ai-jobs' ) }
		</Button>
	</div>
);
