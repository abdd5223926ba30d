import { Button } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import { AiJobError } from '../../protocol/index.ts';
import { useAiJob, useCapabilities, useDraft } from '../../react/index.ts';
import { DemoLabel } from '../DemoLabel/index.ts';
import {
	ErrorNotice,
	explainError,
	noticeStatus,
	stateError,
} from '../ErrorNotice/index.ts';
import { announcement, JobProgress } from '../JobProgress/index.ts';
import {
	PopoverFrame,
	useAnnouncement,
	useStageFocus,
} from '../PopoverFrame/index.ts';
import {
	emptyDraft,
	MAX_REFINED_LENGTH,
	promptProblem,
	toDraft,
	toInput,
	toRefinement,
} from './contentDraft.ts';
import { ContentForm } from './ContentForm.tsx';
import { ContentPreview } from './ContentPreview.tsx';
import { ContentUses } from './ContentUses.tsx';
import { RefineForm } from './RefineForm.tsx';
import type { AIContentPopoverProps } from './types.ts';
import { useRenderedContent } from './useRenderedContent.ts';
import { waitsFor } from './waitsFor.ts';
import './styles.css';

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
	return <ContentPopover key={ props.jobKey } { ...props } />;
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
	const site = useCapabilities();
	const known = site.status === 'known' ? site.capabilities : null;
	const provider = known?.types[ 'content' ];
	const settingsUrl = known?.settingsUrl ?? null;
	const isUnavailable = provider?.available === false;

	const isLive =
		job.status === 'starting' ||
		job.status === 'pending' ||
		job.status === 'processing';
	const isWaiting = isLive || job.status === 'timed-out';
	const result = job.status === 'completed' ? job.result : draft.earlier;
	const rendered = useRenderedContent( result );
	const showsForm = ! isWaiting && ( ! result || draft.isEditing );

	const error =
		stateError( job ) ??
		( isUnavailable && ! isLive
			? new AiJobError( 'no_provider', '' )
			: null );
	const settings = error?.settingsUrl ?? settingsUrl;
	const isIdle = job.status === 'idle' || job.status === 'completed';
	const explained =
		error && explainError( error, { canSetUp: settings !== null } );
	// Before anything was asked for there is nothing to be safe.
	const explanation =
		explained && isIdle ? { ...explained, safe: '' } : explained;

	const waiting = isLive ? waitsFor( job.status, provider ) : '';
	const { text, politeness } = announcement( {
		status: job.status,
		connection: job.connection,
		explanation,
		waiting,
		ready: __( 'The text is ready.', 'wp-ai-jobs' ),
	} );
	useAnnouncement( text, politeness );

	const isEarlier = job.status !== 'completed';
	const previewLabel = isEarlier
		? __( 'Earlier text', 'wp-ai-jobs' )
		: __( 'Generated text', 'wp-ai-jobs' );

	let stage = 'form';
	if ( isLive ) {
		stage = 'progress';
	} else if ( explanation && ! isIdle && ! draft.isEditing ) {
		stage = `notice: ${ job.status }`;
	} else if ( ! showsForm ) {
		stage = 'preview';
	}
	// A button that helped is gone: the focus goes back to where the stage begins.
	const hasHelp =
		rendered.status === 'failed' || ( isIdle && explanation !== null );
	const focusRef = useStageFocus( `${ stage } ${ hasHelp }` );
	const isNoticeStage = stage.startsWith( 'notice' );

	const submit = () => {
		const now = read();
		if ( ! showsForm || isUnavailable || promptProblem( now.prompt ) ) {
			return;
		}
		const input = toInput( now );
		const isSameWish =
			JSON.stringify( now.sent ) === JSON.stringify( input );
		if (
			isSameWish &&
			error &&
			( explanation?.remedy === 'retry' ||
				explanation?.remedy === 'log-in' )
		) {
			// The first start's answer may be lost and its job be there: nothing is paid twice.
			job.retry();
			return;
		}
		change( { sent: input, earlier: result, isEditing: false } );
		job.start( input, { context } );
	};
	const refine = () => {
		const now = read();
		if (
			! result ||
			isWaiting ||
			now.instruction.trim() === '' ||
			result.content.length > MAX_REFINED_LENGTH
		) {
			return;
		}
		const wish = toRefinement( now.instruction, result, now, context );
		change( { sent: null, earlier: result, isEditing: false } );
		job.start( wish.input, { context: wish.context } );
	};
	const tryAgain = () => {
		change( { earlier: result, isEditing: false } );
		job.retry();
	};
	const edit = () => change( { isEditing: true } );
	const finish = () => {
		job.reset();
		clear();
		onClose();
	};

	// The notice's own button is what most likely helps.
	const noticeLeads =
		explanation !== null &&
		explanation.remedy !== 'edit' &&
		explanation.remedy !== 'none';
	const uses = [
		{ label: insertLabel, put: onInsert },
		{ label: replaceLabel, put: onReplace },
		{ label: appendLabel, put: onAppend },
	].flatMap( ( { label, put } ) => ( put ? [ { label, put } ] : [] ) );

	return (
		<PopoverFrame
			anchor={ anchor }
			title={ __( 'Generate text with AI', 'wp-ai-jobs' ) }
			onClose={ onClose }
			onSend={ showsForm ? submit : refine }
		>
			{ provider?.demo && (
				<DemoLabel settingsUrl={ settingsUrl }>
					{ __(
						'every text is a sample, made without an AI.',
						'wp-ai-jobs'
					) }
				</DemoLabel>
			) }
			{ explanation && (
				<ErrorNotice
					explanation={ explanation }
					status={ noticeStatus( job.status ) }
					settingsUrl={ settings }
					loginUrl={ loginUrl }
					onRetry={ job.retry }
					onStartAgain={ showsForm ? submit : tryAgain }
					onKeepWaiting={ job.keepWaiting }
					onEdit={ error?.code === 'cancelled' ? undefined : edit }
					onRefresh={ isIdle ? site.refresh : undefined }
					focusRef={ isNoticeStage ? focusRef : undefined }
				>
					{ job.status === 'timed-out' && (
						<Button
							__next40pxDefaultSize
							variant="secondary"
							onClick={ job.cancel }
						>
							{ __( 'Stop', 'wp-ai-jobs' ) }
						</Button>
					) }
				</ErrorNotice>
			) }
			{ isWaiting && (
				<p className="wp-ai-jobs-content__asked">
					{ draft.sent?.prompt ?? draft.instruction }
				</p>
			) }
			{ isLive && (
				<JobProgress
					state={ job }
					waitsFor={ waiting }
					connection={ job.connection }
					onStop={ job.cancel }
					focusRef={ focusRef }
				/>
			) }
			{ showsForm && (
				<ContentForm
					draft={ draft }
					onChange={ change }
					onSubmit={ submit }
					isDisabled={ isUnavailable }
					isSecondary={ noticeLeads }
					promptError={
						error?.code === 'invalid_input' &&
						error.field === 'input.prompt' &&
						draft.sent?.prompt === draft.prompt.trim()
							? error.message
							: null
					}
					onBack={
						result ? () => change( { isEditing: false } ) : null
					}
					focusRef={ stage === 'form' ? focusRef : undefined }
				/>
			) }
			{ result && ! showsForm && (
				<>
					{ isEarlier && (
						<p
							className="wp-ai-jobs-content__earlier"
							aria-hidden="true"
						>
							{ previewLabel }
						</p>
					) }
					<ContentPreview
						rendered={ rendered }
						result={ result }
						label={ previewLabel }
						isEarlier={ isEarlier }
						focusRef={ stage === 'preview' ? focusRef : undefined }
					/>
					<ContentUses
						result={ result }
						rendered={ rendered }
						// While a job runs, taking the earlier text would leave it running unseen.
						uses={ isWaiting ? [] : uses }
						onUsed={ finish }
						isSecondary={ isWaiting || noticeLeads }
					/>
					{ ! isWaiting && (
						<RefineForm
							instruction={ draft.instruction }
							onChange={ ( instruction ) =>
								change( { instruction } )
							}
							onSubmit={ refine }
							isTooLong={
								result.content.length > MAX_REFINED_LENGTH
							}
							onTryAgain={
								explanation?.remedy === 'retry'
									? null
									: tryAgain
							}
							onEdit={ edit }
						/>
					) }
				</>
			) }
		</PopoverFrame>
	);
}
