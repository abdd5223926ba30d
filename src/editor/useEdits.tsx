import { useRegistry } from '@wordpress/data';
import { __ } from '@wordpress/i18n';
import { store as noticesStore } from '@wordpress/notices';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { Edit, EditPlan } from './blockEdit.ts';
import type { Binding } from './blockProps.ts';
import {
	DoubtDialog,
	type DoubtfulPlan,
	type Subject,
} from './DoubtDialog.tsx';

interface Question {
	readonly plan: DoubtfulPlan;
	readonly answer: ( edit: Edit | null ) => void;
}

interface Edits {
	/**
	 * Does what is planned; where there is doubt, what the author says then.
	 *
	 * @param plan Null where nothing can be done.
	 * @param done Says what was done: with the plan's binding where it went there.
	 * @return Whether anything was done.
	 * @throws Where nothing can be done, with a sentence for the author.
	 */
	readonly carryOut: (
		plan: EditPlan | null,
		done: ( binding: Binding | null ) => string
	) => Promise< boolean >;
	/** The question that is open; it is not to be lost. */
	readonly dialog: ReactNode;
}

/**
 * What carries out the edits of a popover's buttons.
 *
 * @param subject What is put into the post.
 */
export function useEdits( subject: Subject ): Edits {
	const registry = useRegistry();
	const [ question, setQuestion ] = useState< Question | null >( null );
	// When the popover is gone: it would take the focus back.
	const putCaret = useRef( () => {} );
	useEffect( () => () => putCaret.current(), [] );

	const ask = ( plan: DoubtfulPlan ) =>
		new Promise< Edit | null >( ( resolve ) =>
			setQuestion( {
				plan,
				answer( edit ) {
					setQuestion( null );
					resolve( edit );
				},
			} )
		);

	return {
		async carryOut( plan, done ) {
			if ( ! plan || ( plan.doubt && ! plan.insert && ! plan.anyway ) ) {
				throw new Error(
					subject === 'text'
						? __(
								'This text can’t be inserted here.',
								'wp-ai-jobs'
							)
						: __(
								'These images can’t be inserted here.',
								'wp-ai-jobs'
							)
				);
			}
			const edit = plan.doubt ? await ask( plan ) : plan.edit;
			if ( ! edit ) {
				return false;
			}
			putCaret.current = edit();
			void registry
				.dispatch( noticesStore )
				.createSuccessNotice(
					done(
						( edit !== ( plan.doubt && plan.insert ) &&
							plan.binding ) ||
							null
					),
					{ type: 'snackbar' }
				);
			return true;
		},
		dialog: question && (
			<DoubtDialog
				subject={ subject }
				plan={ question.plan }
				onChoice={ question.answer }
			/>
		),
	};
}
