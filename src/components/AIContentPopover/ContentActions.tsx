import { __ } from '@wordpress/i18n';
import { AgainButtons } from '../JobPopover/AgainButtons.tsx';
import { InstructionForm } from '../JobPopover/InstructionForm.tsx';
import { ContentUses, type ContentUse } from './ContentUses.tsx';
import type { GeneratedContent } from './types.ts';

interface ContentActionsProps {
	readonly generated: GeneratedContent;
	readonly uses: readonly ContentUse[];
	/** After the text was put to use; `saved` where that is not for good before. */
	readonly onUsed: ( saved?: Promise< unknown > ) => void;
	/** Another one is being made. */
	readonly isWaiting: boolean;
	/** Another button is what the author most likely wants. */
	readonly isSecondary: boolean;
	readonly instruction: string;
	readonly onInstruction: ( instruction: string ) => void;
	/** It is longer than can be sent along. */
	readonly isTooLong: boolean;
	readonly onRefine: () => void;
	/** Null where another button does it. */
	readonly onTryAgain: ( () => void ) | null;
	readonly onEdit: () => void;
}

/** What can be done with a text: put it to use, have it changed, have another one. */
export function ContentActions( {
	generated,
	uses,
	onUsed,
	isWaiting,
	isSecondary,
	instruction,
	onInstruction,
	isTooLong,
	onRefine,
	onTryAgain,
	onEdit,
}: ContentActionsProps ) {
	return (
		<>
			<ContentUses
				generated={ generated }
				// While a job runs, taking the earlier text would leave it running unseen.
				uses={ isWaiting ? [] : uses }
				onUsed={ onUsed }
				isSecondary={ isWaiting || isSecondary }
			/>
			{ ! isWaiting && (
				<>
					<InstructionForm
						label={ __( 'Refine this text', 'wp-ai-jobs' ) }
						placeholder={ __( 'Make it shorter', 'wp-ai-jobs' ) }
						help={
							isTooLong
								? __(
										'This text is too long to be refined: more than 10,000 characters. Edit the prompt instead.',
										'wp-ai-jobs'
									)
								: undefined
						}
						instruction={ instruction }
						onChange={ onInstruction }
						submitLabel={ __( 'Refine', 'wp-ai-jobs' ) }
						onSubmit={ onRefine }
						isDisabled={ isTooLong }
					/>
					<AgainButtons onTryAgain={ onTryAgain } onEdit={ onEdit } />
				</>
			) }
		</>
	);
}
