import { useRegistry, useSelect } from '@wordpress/data';
import { __, sprintf } from '@wordpress/i18n';
import { AIContentPopover, type UseContent } from '../components/index.ts';
import { cutText, MAX_SELECTED_LENGTH } from '../protocol/index.ts';
import type { Binding } from './blockProps.ts';
import { planEdit, toBlocks, type EditKind } from './contentEdit.ts';
import { readUses } from './contentUses.ts';
import type { Spot } from './popoverSwitch.ts';
import { useEdits } from './useEdits.tsx';
import { useLogIn } from './useLogIn.ts';
import { useCaretReturn, usePopover } from './usePopover.ts';
import { toContext, type EditedPost } from './usePost.ts';
import { useTarget } from './useTarget.ts';
import { whenSaved } from './whenSaved.ts';

interface TextPopoverProps {
	/** Where its job belongs. It stays the same object. */
	readonly spot: Spot;
	readonly post: EditedPost | null;
}

/** The popover at a block that is written in, and what its buttons do to the post. */
export function TextPopover( { spot, post }: TextPopoverProps ) {
	const registry = useRegistry();
	const { editor, clientId, isKnown, readTarget } = useTarget( spot, 'text' );
	const logIn = useLogIn();
	const { anchor, close } = usePopover( clientId );
	const { carryOut, dialog } = useEdits( 'text' );
	useCaretReturn( clientId );
	const uses = useSelect(
		() => readUses( editor, clientId, isKnown ? readTarget() : null ),
		[ editor, clientId, isKnown, readTarget ]
	);

	const use =
		( kind: EditKind ): UseContent =>
		async ( { html } ) => {
			const target = readTarget();
			const blocks = toBlocks( html );
			const isDone = await carryOut(
				target && planEdit( editor, kind, target, blocks ),
				( binding ) => describeDone( kind, binding )
			);
			// What is only in this page is lost with it.
			return isDone && { saved: whenSaved( registry, blocks ) };
		};

	return (
		<>
			<AIContentPopover
				{ ...logIn }
				anchor={ anchor }
				jobKey={ spot.key }
				context={ {
					...toContext( post ),
					...( isKnown &&
						uses.selectedText !== '' && {
							selectedText: cutText(
								uses.selectedText,
								MAX_SELECTED_LENGTH
							),
						} ),
				} }
				onClose={ dialog ? () => {} : close }
				onInsert={ uses.canInsert ? use( 'insert' ) : undefined }
				onReplace={
					isKnown && uses.canReplace ? use( 'replace' ) : undefined
				}
				onAppend={
					isKnown && uses.canAppend ? use( 'append' ) : undefined
				}
				{ ...( uses.isSelection && {
					replaceLabel: __( 'Replace selection', 'wp-ai-jobs' ),
				} ) }
			/>
			{ dialog }
		</>
	);
}

function describeDone( kind: EditKind, binding: Binding | null ): string {
	if ( binding?.source === 'core/pattern-overrides' ) {
		return __(
			'The text was added to the pattern’s content in this post.',
			'wp-ai-jobs'
		);
	}
	if ( binding ) {
		return sprintf(
			/* translators: %s: what a block is connected to, such as "Post Meta". */
			__(
				'The text was added to the connected source: %s.',
				'wp-ai-jobs'
			),
			binding.label
		);
	}
	switch ( kind ) {
		case 'insert':
			return __( 'The text was inserted.', 'wp-ai-jobs' );
		case 'replace':
			return __( 'The text was replaced.', 'wp-ai-jobs' );
		case 'append':
			return __( 'The text was added.', 'wp-ai-jobs' );
	}
}
