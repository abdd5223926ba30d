import { __ } from '@wordpress/i18n';
import {
	MAX_IMAGE_PROMPT_LENGTH,
	type ImageInput,
} from '../../protocol/index.ts';
import { useAiJob, useAiJobClient, useDraft } from '../../react/index.ts';
import { useLazyModule } from '../../react/useLazyModule.ts';
import {
	AgainButtons,
	JobPopover,
	promptProblem,
	usePopoverJob,
} from '../JobPopover/index.ts';
import { useIsInBrowser } from '../PopoverFrame/index.ts';
import { plainExplanation } from '../ErrorNotice/index.ts';
import { ChangeForm } from './ChangeForm.tsx';
import { ChosenTexts } from './ChosenTexts.tsx';
import { EarlierImages } from './EarlierImages.tsx';
import { explainNoUpload } from './explainNoUpload.ts';
import { resultOf, toGeneration, type Choosable } from './generation.ts';
import { readImageChoice } from './imageChoice.ts';
import { defaultOptions, emptyDraft, toDraft, toInput } from './imageDraft.ts';
import { ImageForm } from './ImageForm.tsx';
import { ImageGrid } from './ImageGrid.tsx';
import { ImageUses } from './ImageUses.tsx';
import { MissingImages } from './MissingImages.tsx';
import { offeredUses } from './offeredUses.ts';
import { readyText } from './readyText.ts';
import type { AIImagePopoverProps } from './types.ts';
import { useImports } from './useImports.ts';
import { waitsFor } from './waitsFor.ts';
import './styles.css';

const loadWords = () => import( './words.ts' );

/**
 * Generates images: the author describes them, sees each as it is finished,
 * chooses, and has them in the media library and where the host puts them. It
 * knows nothing of blocks.
 *
 * Job, fields and the images of before belong to `jobKey` and outlive the
 * popover. It needs an `<AiJobsProvider>` above it.
 *
 * @example
 * { isOpen && (
 *   <AIImagePopover
 *     anchor={ button }
 *     jobKey={ clientId }
 *     context={ { postId } }
 *     onClose={ () => setIsOpen( false ) }
 *     onUse={ ( [ { attachmentId, url, alt } ] ) => setAttributes( { id: attachmentId, url, alt } ) }
 *   />
 * ) }
 */
export function AIImagePopover( props: AIImagePopoverProps ) {
	// Another place has fields of its own.
	return (
		useIsInBrowser() && <ImagePopover key={ props.jobKey } { ...props } />
	);
}

function ImagePopover( {
	anchor,
	jobKey,
	context,
	onClose,
	onUse,
	onInsertGallery,
	onSetFeatured,
	referenceAttachmentId,
	initialPrompt = '',
	loginUrl,
	onLogIn,
	aspectRatio,
}: AIImagePopoverProps ) {
	const client = useAiJobClient();
	const job = useAiJob( 'image', { key: jobKey, keepsResults: true } );
	const empty = emptyDraft( initialPrompt, aspectRatio ?? '' );
	const handle = useDraft(
		'image',
		jobKey,
		job.input ? toDraft( job.input ) : empty
	);
	const { draft, read, change } = handle;
	const imports = useImports( handle );

	const input = draft.sent ?? { prompt: draft.prompt };
	const asked = input.count ?? 1;
	const current = toGeneration(
		'id' in job && job.id !== null ? job.id : '',
		input,
		resultOf( job )
	);
	const finished = current.images.length + current.failures.length;
	const { module: say, isLoading } = useLazyModule(
		'image errors',
		loadWords
	);
	const popover = usePopoverJob( {
		providerOf: ( { types } ) => types.image,
		postId: context?.postId,
		job,
		hasResult: current.images.length > 0,
		isEditing: draft.isEditing,
		explain:
			say &&
			( ( error, viewer ) =>
				say.explainImageError( error, viewer, current.images.length ) ),
		Notice: say?.JobNotice,
		isProvisional: isLoading,
		otherwise: ( provider ) =>
			provider?.canImport === false ? explainNoUpload() : null,
	} );
	const { provider, explanation, isWaiting, showsForm, focusIn } = popover;
	const options = provider?.options ?? defaultOptions;
	const canImport = provider?.canImport !== false;
	const isBlocked = popover.isUnavailable || ! canImport;
	const made = ! isWaiting && current.images.length > 0 ? current : null;
	const showsCurrent = ! showsForm;
	const choice = readImageChoice( draft, current, showsCurrent );
	const { shown, chosen, nameOf, isChosen } = choice;
	const choose = ( id: string, isIn: boolean ) => {
		imports.dismiss();
		change( { chosen: choice.choose( id, isIn ) } );
	};

	const begin = ( wish: ImageInput ) => {
		const { history } = read();
		change( {
			sent: wish,
			history: made ? [ made, ...history ] : history,
			isEditing: false,
			chosen: null,
		} );
		imports.dismiss();
		job.start( wish, { context } );
	};
	const submit = () => {
		const now = read();
		if (
			! showsForm ||
			isBlocked ||
			promptProblem( now.prompt, MAX_IMAGE_PROMPT_LENGTH )
		) {
			return;
		}
		const wish = toInput( now, options, referenceAttachmentId );
		if ( popover.isRepeated( wish, now.sent ) ) {
			job.retry();
		} else {
			begin( wish );
		}
	};
	const tryAgain = () => begin( input );
	const edit = () => change( { isEditing: true } );

	const [ base ] = chosen;
	const canChange =
		options.reference && ! isBlocked && ! isWaiting && chosen.length === 1;
	/** A new job from the chosen image. */
	const startFrom = async ( changes: Partial< ImageInput > ) => {
		const images = canChange ? await imports.bringIn( chosen ) : null;
		const [ image ] = images ?? [];
		if ( base && image ) {
			change( { instruction: '' } );
			begin( {
				...base.generation.input,
				...changes,
				referenceAttachmentId: image.attachmentId,
			} );
		}
	};
	const changeImage = () => {
		const prompt = read().instruction.trim();
		if ( prompt !== '' ) {
			void startFrom( { prompt, count: 1 } );
		}
	};

	/** What was used may go from the server; what was not stays in reach. */
	const finish = ( used: readonly Choosable[] ) => {
		const jobs = new Set(
			used.map( ( { generation } ) => generation.jobId )
		);
		const history = read().history.filter(
			( { jobId } ) => ! jobs.has( jobId )
		);
		if ( jobs.has( current.jobId ) ) {
			job.reset();
			change( { ...empty, history, imported: read().imported } );
		} else {
			change( { history, chosen: null } );
		}
		for ( const jobId of jobs ) {
			if ( jobId !== current.jobId ) {
				// Lost, it costs nothing: the server keeps a result for a day.
				void client
					.acknowledge( client.job( 'image', jobId ) )
					.catch( () => {} );
			}
		}
		onClose();
	};

	return (
		<JobPopover
			popover={ popover }
			anchor={ anchor }
			title={ __( 'Generate images with AI', 'wp-ai-jobs' ) }
			onClose={ onClose }
			onSend={ showsForm ? submit : changeImage }
			demo={ __(
				'every image is a sample, made without an AI.',
				'wp-ai-jobs'
			) }
			asked={ input.prompt }
			waitsFor={ ( status ) =>
				waitsFor( status, provider, { asked, finished } )
			}
			hidesMessage
			ready={ readyText( current.images.length, asked ) }
			loginUrl={ loginUrl }
			onLogIn={ onLogIn }
			onStartAgain={ showsForm ? submit : tryAgain }
			onEdit={ edit }
		>
			{ showsForm && (
				<ImageForm
					popover={ popover }
					draft={ draft }
					options={ options }
					onChange={ change }
					onSubmit={ submit }
					hasReference={ referenceAttachmentId !== undefined }
					isDisabled={ isBlocked }
					onBack={
						made ? () => change( { isEditing: false } ) : null
					}
				/>
			) }
			{ showsCurrent && (
				<ImageGrid
					generation={ current }
					nameOf={ nameOf }
					label={ __( 'Generated images', 'wp-ai-jobs' ) }
					isLive={ isWaiting }
					isChosen={ isChosen }
					imported={ draft.imported }
					onChoose={ choose }
					focusRef={ focusIn( 'result' ) }
				/>
			) }
			{ made && say && showsCurrent && made.failures.length > 0 && (
				<MissingImages
					explanation={ say.explainMissing( made, {
						canSetUp: popover.settingsUrl !== null,
					} ) }
					count={
						made.failures.filter( ( { retryable } ) => retryable )
							.length
					}
					onMake={
						isBlocked
							? null
							: ( count ) => begin( { ...input, count } )
					}
				/>
			) }
			{ draft.history.length > 0 && (
				<EarlierImages
					history={ draft.history }
					isOpen={ draft.showsHistory }
					onToggle={ ( showsHistory ) => change( { showsHistory } ) }
					nameOf={ nameOf }
					isChosen={ isChosen }
					imported={ draft.imported }
					onChoose={ choose }
				/>
			) }
			{ ! isWaiting && canImport && (
				<ChosenTexts
					choice={ choice }
					draft={ draft }
					onChange={ change }
				/>
			) }
			{ ! isWaiting && canImport && shown.length > 0 && (
				<ImageUses
					chosen={ chosen }
					explain={ ( id, error ) =>
						say?.explainImportFailure( nameOf( id ), error ) ??
						plainExplanation( error )
					}
					imports={ imports }
					uses={ offeredUses(
						{ onUse, onInsertGallery, onSetFeatured },
						chosen.length
					) }
					onUsed={ finish }
					isSecondary={ popover.noticeLeads || showsForm }
					isMain={ ! showsForm }
					loginUrl={ loginUrl }
					onLogIn={ onLogIn }
				/>
			) }
			{ canChange && (
				<ChangeForm
					instruction={ draft.instruction }
					onChange={ ( instruction ) => change( { instruction } ) }
					onSubmit={ changeImage }
					onVary={ () => void startFrom( {} ) }
					isBusy={ imports.isBusy }
				/>
			) }
			{ made && ! showsForm && (
				<AgainButtons
					onTryAgain={
						// One button of that name at a time.
						isBlocked ||
						explanation?.remedy === 'retry' ||
						imports.failures.size > 0
							? null
							: tryAgain
					}
					onEdit={ edit }
				/>
			) }
		</JobPopover>
	);
}
