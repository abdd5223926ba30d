import { useRegistry, useSelect } from '@wordpress/data';
import { __ } from '@wordpress/i18n';
import { AIContentPopover, type UseContent } from '../components/index.ts';
import { planEdit, toBlocks, type EditKind } from './contentEdit.ts';
import { readUses } from './contentUses.ts';
import type { Target } from './target.ts';
import { useEdits } from './useEdits.tsx';
import { useLogIn } from './useLogIn.ts';
import { useCaretReturn, usePopover } from './usePopover.ts';
import { toContext, type EditedPost } from './usePost.ts';
import { useTarget } from './useTarget.ts';
import { whenSaved } from './whenSaved.ts';

interface TextPopoverProps {
	/** The block that it is open for. */
	readonly clientId: string;
	/** Where its job belongs. */
	readonly jobKey: string;
	readonly post: EditedPost | null;
	/** Blocks as they were when their texts were asked for; outlives the popover. */
	readonly targets: Map< string, Target >;
}

/** The wire's limit, in characters. */
const MAX_SELECTED_LENGTH = 10_000;

/** The popover at a block that is written in, and what its buttons do to the post. */
export function TextPopover( {
	clientId,
	jobKey,
	post,
	targets,
}: TextPopoverProps ) {
	const registry = useRegistry();
	const readTarget = useTarget( 'content', jobKey, clientId, targets );
	const logIn = useLogIn();
	const { anchor, close } = usePopover( clientId );
	const { carryOut, dialog } = useEdits( 'text' );
	useCaretReturn( clientId );
	const uses = useSelect(
		( _select, stores ) => readUses( stores, clientId ),
		[ clientId ]
	);

	const use =
		( kind: EditKind, done: string ): UseContent =>
		async ( { html } ) => {
			const target = readTarget();
			const isDone = await carryOut(
				target && planEdit( registry, kind, target, toBlocks( html ) ),
				done
			);
			// What is only in this page is lost with it.
			return isDone && { saved: whenSaved( registry ) };
		};

	return (
		<>
			<AIContentPopover
				{ ...logIn }
				anchor={ anchor }
				jobKey={ jobKey }
				context={ {
					...toContext( post ),
					...( uses.selectedText !== '' && {
						selectedText: uses.selectedText.slice(
							0,
							MAX_SELECTED_LENGTH
						),
					} ),
				} }
				onClose={ dialog ? () => {} : close }
				onInsert={
					uses.canInsert
						? use(
								'insert',
								__( 'The text was inserted.', 'wp-ai-jobs' )
							)
						: undefined
				}
				onReplace={
					uses.canReplace
						? use(
								'replace',
								__( 'The text was replaced.', 'wp-ai-jobs' )
							)
						: undefined
				}
				onAppend={
					uses.canAppend
						? use(
								'append',
								__( 'The text was added.', 'wp-ai-jobs' )
							)
						: undefined
				}
				{ ...( uses.isSelection && {
					replaceLabel: __( 'Replace selection', 'wp-ai-jobs' ),
				} ) }
			/>
			{ dialog }
		</>
	);
}
