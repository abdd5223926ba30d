import { Button, Modal } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import type { Doubt, Edit, EditPlan } from './blockEdit.ts';

/** A plan that the author is to decide on. */
export type DoubtfulPlan = Extract< EditPlan, { doubt: Doubt } >;

/** What is put into the post. */
export type Subject = 'text' | 'images';

interface DoubtDialogProps {
	readonly subject: Subject;
	readonly plan: DoubtfulPlan;
	/** What the author chose; null: nothing. */
	readonly onChoice: ( edit: Edit | null ) => void;
}

/** Says why what was generated was not put into the post yet, and asks what to do. */
export function DoubtDialog( { subject, plan, onChoice }: DoubtDialogProps ) {
	const { title, insertLabel, anywayLabel } = wording( plan );
	const reason = subject === 'text' ? whyNoText( plan ) : whyNoImages( plan );
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

function wording( { doubt }: DoubtfulPlan ) {
	const insertLabel = __( 'Insert after it', 'wp-ai-jobs' );
	switch ( doubt ) {
		case 'gone':
			return {
				title: __( 'The block is gone', 'wp-ai-jobs' ),
				insertLabel: __( 'Insert where it was', 'wp-ai-jobs' ),
				anywayLabel: '',
			};
		case 'changed':
			return {
				title: __( 'The block has changed', 'wp-ai-jobs' ),
				insertLabel,
				anywayLabel: __( 'Replace it anyway', 'wp-ai-jobs' ),
			};
		case 'unfit':
			return {
				title: __( 'It does not fit there', 'wp-ai-jobs' ),
				insertLabel,
				anywayLabel: '',
			};
	}
}

function whyNoText( { doubt, anyway }: DoubtfulPlan ): string {
	switch ( doubt ) {
		case 'gone':
			return __(
				'The block that this text was written for was removed. The text can go where it was.',
				'wp-ai-jobs'
			);
		case 'changed':
			return anyway
				? __(
						'It was edited after this text was asked for. Replacing it would overwrite what was written since.',
						'wp-ai-jobs'
					)
				: __(
						'It was edited after this text was asked for, and what was selected is not there any more.',
						'wp-ai-jobs'
					);
		case 'unfit':
			return __(
				'This place is locked, or takes only some of the kinds of blocks that the text is made of.',
				'wp-ai-jobs'
			);
	}
}

function whyNoImages( { doubt }: DoubtfulPlan ): string {
	switch ( doubt ) {
		case 'gone':
			return __(
				'The block that these images were made for was removed. They are in the media library, and can go where it was.',
				'wp-ai-jobs'
			);
		case 'changed':
			return __(
				'Its image was changed after these were asked for, and would be replaced. What was generated is in the media library.',
				'wp-ai-jobs'
			);
		case 'unfit':
			return __(
				'This place is locked, or takes one image only. What was generated is in the media library.',
				'wp-ai-jobs'
			);
	}
}
