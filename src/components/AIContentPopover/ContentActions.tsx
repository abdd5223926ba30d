import { __ } from '@wordpress/i18n';
import type { ContentResult } from '../../protocol/index.ts';
import { AgainButtons } from '../JobPopover/AgainButtons.tsx';
import { InstructionForm } from '../JobPopover/InstructionForm.tsx';
import { MAX_REFINED_LENGTH } from './contentDraft.ts';
import { ContentUses, type ContentUse } from './ContentUses.tsx';
import type { GeneratedContent } from './types.ts';

interface ContentActionsProps {
	readonly result: ContentResult;
	readonly generated: GeneratedContent;
	readonly uses: readonly ContentUse[];
	/** After the text was put to use. */
	readonly onUsed: () => void;
	/** Another one is being made. */
	readonly isWaiting: boolean;
	/** Another button is what the author most likely wants. */
	readonly isSecondary: boolean;
	readonly instruction: string;
	readonly onInstruction: ( instruction: string ) => void;
	readonly onRefine: () => void;
	/** Null where another button does it. */
	readonly onTryAgain: ( () => void ) | null;
	readonly onEdit: () => void;
}

/** What can be done with a text: put it to use, have it changed, have another one. */
export function ContentActions( {
	result,
	generated,
	uses,
	onUsed,
	isWaiting,
	isSecondary,
	instruction,
	onInstruction,
	onRefine,
	onTryAgain,
	onEdit,
}: ContentActionsProps ) {
	const isTooLong = result.content.length > MAX_REFINED_LENGTH;
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
