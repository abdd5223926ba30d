import { Button, Modal } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import type { Doubt, Edit, EditPlan } from './contentEdit.ts';

interface DoubtDialogProps {
	readonly plan: Extract< EditPlan, { doubt: Doubt } >;
	/** What the author chose; null: nothing. */
	readonly onChoice: ( edit: Edit | null ) => void;
}

/** Says why the text was not put into the post yet, and asks what to do. */
export function DoubtDialog( { plan, onChoice }: DoubtDialogProps ) {
	const { title, reason, insertLabel, anywayLabel } = wording( plan );
	return (
		<Modal
			title={ title }
			size="small"
			overlayClassName="wp-ai-jobs-doubt"
			onRequestClose={ () => onChoice( null ) }
		>
			<p>{ reason }</p>
			<div className="wp-ai-jobs-doubt__choices">
				{ plan.insert && (
					<Button
						__next40pxDefaultSize
						variant="primary"
						onClick={ () => onChoice( plan.insert ) }
					>
						{ insertLabel }
					</Button>
				) }
				{ plan.anyway && (
					<Button
						__next40pxDefaultSize
						variant="secondary"
						onClick={ () => onChoice( plan.anyway ) }
					>
						{ anywayLabel }
					</Button>
				) }
				<Button
					__next40pxDefaultSize
					variant="tertiary"
					onClick={ () => onChoice( null ) }
				>
					{ __( 'Cancel', 'wp-ai-jobs' ) }
				</Button>
			</div>
		</Modal>
	);
}

function wording( { doubt, anyway }: DoubtDialogProps[ 'plan' ] ) {
	const insertLabel = __( 'Insert after it', 'wp-ai-jobs' );
	switch ( doubt ) {
		case 'gone':
			return {
				title: __( 'The block is gone', 'wp-ai-jobs' ),
				reason: __(
					'The block that this text was written for was removed. The text can go where it was.',
					'wp-ai-jobs'
				),
				insertLabel: __( 'Insert where it was', 'wp-ai-jobs' ),
				anywayLabel: '',
			};
		case 'changed':
			return {
				title: __( 'The block has changed', 'wp-ai-jobs' ),
				reason: anyway
					? __(
							'It was edited after this text was asked for. Replacing it would overwrite what was written since.',
							'wp-ai-jobs'
						)
					: __(
							'It was edited after this text was asked for, and what was selected is not there any more.',
							'wp-ai-jobs'
						),
				insertLabel,
				anywayLabel: __( 'Replace it anyway', 'wp-ai-jobs' ),
			};
		case 'moved':
			return {
				title: __( 'The block has moved', 'wp-ai-jobs' ),
				reason: __(
					'It stands at another place than when this text was asked for.',
					'wp-ai-jobs'
				),
				insertLabel,
				anywayLabel: __( 'Replace it there', 'wp-ai-jobs' ),
			};
		case 'unfit':
			return {
				title: __( 'The text does not fit there', 'wp-ai-jobs' ),
				reason: __(
					'This place is locked, or takes only some of the kinds of blocks that the text is made of.',
					'wp-ai-jobs'
				),
				insertLabel,
				anywayLabel: '',
			};
	}
}
