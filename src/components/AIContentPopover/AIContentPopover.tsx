import { __ } from '@wordpress/i18n';
import {
	countCharacters,
	MAX_PROMPT_LENGTH,
	MAX_SELECTED_LENGTH,
	type ContentInput,
} from '../../protocol/index.ts';
import { useAiJob, useDraft } from '../../react/index.ts';
import { useLazyModule } from '../../react/useLazyModule.ts';
import {
	JobPopover,
	promptProblem,
	usePopoverJob,
} from '../JobPopover/index.ts';
import { useIsInBrowser } from '../PopoverFrame/index.ts';
import {
	emptyDraft,
	toDraft,
	toInput,
	type ContentWish,
} from './contentDraft.ts';
import { ContentForm } from './ContentForm.tsx';
import { ContentPreview } from './ContentPreview.tsx';
import type { AIContentPopoverProps } from './types.ts';
import { useContentView } from './useContentView.ts';
import { waitsFor } from './waitsFor.ts';
import './styles.css';

const loadWords = () => import( '../ErrorNotice/words.ts' );

/**
 * Generates text: the author describes it, follows the job, sees the text as
 * what it will be, and puts it to use. It knows nothing of blocks; what
 * Insert, Replace and Append do is the host's.
 *
 * Job and fields belong to `jobKey` and outlive the popover. It needs an
 * `<AiJobsProvider>` above it.
 *
 * @example
 * { isOpen && (
 *   <AIContentPopover
 *     anchor={ button }
 *     jobKey={ clientId }
 *     context={ { postId } }
 *     onClose={ () => setIsOpen( false ) }
 *     onInsert={ ( { html } ) => insertBlocks( rawHandler( { HTML: html } ) ) }
 *   />
 * ) }
 */
export function AIContentPopover( props: AIContentPopoverProps ) {
	// Another place has fields of its own.
	return (
		useIsInBrowser() && <ContentPopover key={ props.jobKey } { ...props } />
	);
}

function ContentPopover( {
	anchor,
	jobKey,
	context,
	onClose,
	onInsert,
	onReplace,
	onAppend,
	initialPrompt = '',
	loginUrl,
	onLogIn,
	insertLabel = __( 'Insert', 'wp-ai-jobs' ),
	replaceLabel = __( 'Replace', 'wp-ai-jobs' ),
	appendLabel = __( 'Append', 'wp-ai-jobs' ),
}: AIContentPopoverProps ) {
	const job = useAiJob( 'content', { key: jobKey } );
	const { draft, read, change, clear } = useDraft(
		'content',
		jobKey,
		job.input ? toDraft( job.input ) : emptyDraft( initialPrompt )
	);
	const result = job.status === 'completed' ? job.result : draft.earlier;
	const view = useContentView( result );
	const words = useLazyModule( 'errors', loadWords );
	const popover = usePopoverJob( {
		providerOf: ( { types } ) => types[ 'content' ],
		postId: context?.postId,
		job,
		hasResult: result !== null,
		isEditing: draft.isEditing,
		explain: words.module?.explainError,
		Notice: words.module?.JobNotice,
		isProvisional: words.isLoading,
		hasHelp: ! view.isLoading && ! view.module,
	} );
	const { isWaiting, showsForm, focusIn } = popover;
	const { module: shown, generated } = view;
	// It travels as the selected text.
	const isTooLong =
		countCharacters( result?.content ?? '' ) > MAX_SELECTED_LENGTH;

	const begin = (
		{ input, context: where }: ContentWish,
		sent: ContentInput | null
	) => {
		change( { sent, earlier: result, isEditing: false } );
		job.start( input, { context: where } );
	};
	const submit = () => {
		const now = read();
		if (
			! showsForm ||
			popover.isUnavailable ||
			promptProblem( now.prompt, MAX_PROMPT_LENGTH )
		) {
			return;
		}
		const input = toInput( now );
		if ( popover.isRepeated( input, now.sent ) ) {
			job.retry();
		} else {
			begin( { input, context }, input );
		}
	};
	const refine = () => {
		const now = read();
		if (
			shown &&
			result &&
			! isWaiting &&
			now.instruction.trim() !== '' &&
			! isTooLong
		) {
			begin(
				shown.toRefinement( now.instruction, result, now, context ),
				null
			);
		}
	};
	const tryAgain = () => {
		change( { earlier: result, isEditing: false } );
		job.retry();
	};
	const edit = () => change( { isEditing: true } );
	const finish = ( saved?: Promise< unknown > ) => {
		job.reset( saved );
		clear();
		onClose();
	};

	return (
		<JobPopover
			popover={ popover }
			anchor={ anchor }
			title={ __( 'Generate text with AI', 'wp-ai-jobs' ) }
			onClose={ onClose }
			onSend={ showsForm ? submit : refine }
			demo={ __(
				'every text is a sample, made without an AI.',
				'wp-ai-jobs'
			) }
			asked={ draft.sent?.prompt ?? draft.instruction }
			waitsFor={ waitsFor }
			ready={ __( 'The text is ready.', 'wp-ai-jobs' ) }
			loginUrl={ loginUrl }
			onLogIn={ onLogIn }
			onStartAgain={ showsForm ? submit : tryAgain }
			onEdit={ edit }
		>
			{ showsForm && (
				<ContentForm
					popover={ popover }
					draft={ draft }
					context={ context }
					onChange={ change }
					onSubmit={ submit }
					onBack={
						result ? () => change( { isEditing: false } ) : null
					}
				/>
			) }
			{ result && ! showsForm && (
				<ContentPreview
					view={ view }
					result={ result }
					isEarlier={ job.status !== 'completed' }
					focusRef={ focusIn( 'result' ) }
				/>
			) }
			{ shown && generated && ! showsForm && (
				<shown.ContentActions
					generated={ generated }
					uses={ [
						{ label: insertLabel, put: onInsert },
						{ label: replaceLabel, put: onReplace },
						{ label: appendLabel, put: onAppend },
					].flatMap( ( { label, put } ) =>
						put ? [ { label, put } ] : []
					) }
					onUsed={ finish }
					isWaiting={ isWaiting }
					isSecondary={ popover.noticeLeads }
					instruction={ draft.instruction }
					onInstruction={ ( instruction ) =>
						change( { instruction } )
					}
					isTooLong={ isTooLong }
					onRefine={ refine }
					onTryAgain={
						popover.explanation?.remedy === 'retry'
							? null
							: tryAgain
					}
					onEdit={ edit }
				/>
			) }
		</JobPopover>
	);
}
