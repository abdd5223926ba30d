import { useRegistry, useSelect } from '@wordpress/data';
import { __ } from '@wordpress/i18n';
import { store as noticesStore } from '@wordpress/notices';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { AIContentPopover, type UseContent } from '../components/index.ts';
import { canvasCorner, findBlockElement } from './blockElement.ts';
import {
	planEdit,
	toBlocks,
	type Doubt,
	type Edit,
	type EditKind,
	type EditPlan,
} from './contentEdit.ts';
import { readUses } from './contentUses.ts';
import { DoubtDialog } from './DoubtDialog.tsx';
import { popoverSwitch } from './popoverSwitch.ts';
import type { EditedPost } from './usePost.ts';
import type { Target } from './target.ts';
import { useTarget } from './useTarget.ts';

interface Question {
	readonly plan: Extract< EditPlan, { doubt: Doubt } >;
	readonly answer: ( edit: Edit | null ) => void;
}

interface BlockPopoverProps {
	/** The block that it is open for. */
	readonly clientId: string;
	readonly post: EditedPost | null;
	/** Blocks as they were when their texts were asked for; outlives the popover. */
	readonly targets: Map< string, Target >;
}

/** The wire's limits, in characters. */
const MAX_TITLE_LENGTH = 500;
const MAX_SELECTED_LENGTH = 10_000;

/** The popover at a block, and what its buttons do to the post. */
export function BlockPopover( { clientId, post, targets }: BlockPopoverProps ) {
	const registry = useRegistry();
	const readTarget = useTarget( clientId, targets );
	const [ question, setQuestion ] = useState< Question | null >( null );
	const button = useSyncExternalStore( popoverSwitch.subscribe, () =>
		popoverSwitch.button( clientId )
	);
	// A toolbar that appears later is no reason to move away under the pointer.
	const anchor = useRef< HTMLElement | null >( null );
	if ( ! anchor.current?.isConnected ) {
		anchor.current = button ?? findBlockElement( clientId );
	}
	const uses = useSelect(
		( _select, stores ) => readUses( stores, clientId ),
		[ clientId ]
	);

	// When the popover is gone: it would take the focus back.
	const putCaret = useRef( () => {} );
	useEffect( () => () => putCaret.current(), [] );

	const ask = ( plan: Question[ 'plan' ] ) =>
		new Promise< Edit | null >( ( resolve ) =>
			setQuestion( {
				plan,
				answer( edit ) {
					setQuestion( null );
					resolve( edit );
				},
			} )
		);

	const use =
		( kind: EditKind, done: string ): UseContent =>
		async ( { html } ) => {
			const target = readTarget();
			const plan =
				target && planEdit( registry, kind, target, toBlocks( html ) );
			if ( ! plan || ( plan.doubt && ! plan.insert && ! plan.anyway ) ) {
				throw new Error(
					__( 'This place does not take such a text.', 'wp-ai-jobs' )
				);
			}
			const edit = plan.doubt ? await ask( plan ) : plan.edit;
			if ( ! edit ) {
				return false;
			}
			putCaret.current = edit();
			void registry
				.dispatch( noticesStore )
				.createSuccessNotice( done, { type: 'snackbar' } );
			return true;
		};

	const close = () => {
		// The button closes by itself, and a question is not to be lost.
		if (
			! question &&
			! button?.contains( button.ownerDocument.activeElement )
		) {
			popoverSwitch.close();
		}
	};

	return (
		<>
			<AIContentPopover
				anchor={
					button ?? findBlockElement( clientId ) ?? canvasCorner
				}
				jobKey={ clientId }
				context={ {
					...( post && {
						postId: post.id,
						title: post.title.slice( 0, MAX_TITLE_LENGTH ),
					} ),
					...( uses.selectedText !== '' && {
						selectedText: uses.selectedText.slice(
							0,
							MAX_SELECTED_LENGTH
						),
					} ),
				} }
				onClose={ close }
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
			{ question && (
				<DoubtDialog
					plan={ question.plan }
					onChoice={ question.answer }
				/>
			) }
		</>
	);
}
