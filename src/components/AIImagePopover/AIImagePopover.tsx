import { Button } from '@wordpress/components';
import { __, _n, sprintf } from '@wordpress/i18n';
import {
	AiJobError,
	type ImageInput,
	type ImageResult,
} from '../../protocol/index.ts';
import {
	useAiJob,
	useAiJobClient,
	useCapabilities,
	useDraft,
	type JobState,
} from '../../react/index.ts';
import { DemoLabel } from '../DemoLabel/index.ts';
import { ErrorNotice, noticeStatus, stateError } from '../ErrorNotice/index.ts';
import { announcement, JobProgress } from '../JobProgress/index.ts';
import {
	PopoverFrame,
	useAnnouncement,
	useStageFocus,
} from '../PopoverFrame/index.ts';
import { ChangeForm } from './ChangeForm.tsx';
import { EarlierImages } from './EarlierImages.tsx';
import {
	explainImageError,
	explainMissing,
	explainNoUpload,
} from './explainImageError.ts';
import { toChoosables, toGeneration, type Choosable } from './generation.ts';
import {
	defaultOptions,
	emptyDraft,
	promptProblem,
	toDraft,
	toInput,
} from './imageDraft.ts';
import { ImageForm } from './ImageForm.tsx';
import { ImageGrid } from './ImageGrid.tsx';
import { ImageTextFields } from './ImageTextFields.tsx';
import { ImageUses } from './ImageUses.tsx';
import { imageNames } from './imageNames.ts';
import { offeredUses } from './offeredUses.ts';
import type { AIImagePopoverProps } from './types.ts';
import { useImports } from './useImports.ts';
import { waitsFor } from './waitsFor.ts';
import './styles.css';

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
	return <ImagePopover key={ props.jobKey } { ...props } />;
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
	aspectRatio,
}: AIImagePopoverProps ) {
	const client = useAiJobClient();
	const job = useAiJob( 'image', { key: jobKey, keepsResults: true } );
	const handle = useDraft(
		'image',
		jobKey,
		job.input
			? toDraft( job.input )
			: emptyDraft( initialPrompt, aspectRatio ?? '' )
	);
	const { draft, read, change } = handle;
	const imports = useImports( handle );
	const site = useCapabilities();
	const known = site.status === 'known' ? site.capabilities : null;
	const provider = known?.types.image;
	const options = provider?.options ?? defaultOptions;
	const canImport = provider?.canImport !== false;
	const isUnavailable = provider?.available === false;
	const isBlocked = isUnavailable || ! canImport;

	const isLive =
		job.status === 'starting' ||
		job.status === 'pending' ||
		job.status === 'processing';
	const isWaiting = isLive || job.status === 'timed-out';
	const input = draft.sent ?? { prompt: draft.prompt };
	const current = toGeneration(
		'id' in job && job.id !== null ? job.id : '',
		input,
		resultOf( job )
	);
	const made = ! isWaiting && current.images.length > 0 ? current : null;
	const showsForm = ! isWaiting && ( ! made || draft.isEditing );
	const showsCurrent = ! showsForm && ( isWaiting || made !== null );

	const error =
		stateError( job ) ??
		( isUnavailable && ! isLive
			? new AiJobError( 'no_provider', '' )
			: null );
	const settingsUrl = known?.settingsUrl ?? null;
	const settings = error?.settingsUrl ?? settingsUrl;
	const viewer = { canSetUp: settings !== null };
	const isIdle = job.status === 'idle' || job.status === 'completed';
	const explained =
		error && explainImageError( error, viewer, current.images.length );
	// Before anything was asked for there is nothing to be safe.
	const explainedHere =
		explained && isIdle ? { ...explained, safe: '' } : explained;
	const explanation =
		explainedHere ?? ( canImport || isLive ? null : explainNoUpload() );

	const asked = input.count ?? 1;
	const waiting = isLive
		? waitsFor( job.status, provider, {
				asked,
				finished: current.images.length + current.failures.length,
			} )
		: '';
	const { text, politeness } = announcement( {
		status: job.status,
		connection: job.connection,
		explanation,
		waiting,
		ready: readyText( current.images.length, asked ),
	} );
	useAnnouncement( text, politeness );

	let stage = 'form';
	if ( isLive ) {
		stage = 'progress';
	} else if ( explanation && ! isIdle && ! draft.isEditing ) {
		stage = `notice: ${ job.status }`;
	} else if ( ! showsForm ) {
		stage = `images: ${ current.jobId }`;
	}
	// A button that helped is gone: the focus goes back to where the stage begins.
	const focusRef = useStageFocus(
		`${ stage } ${ isIdle && explanation !== null }`
	);
	const focusIn = ( name: string ) =>
		stage.startsWith( name ) ? focusRef : undefined;

	const currentImages = showsCurrent ? toChoosables( current ) : [];
	const earlierImages = draft.showsHistory
		? draft.history.flatMap( toChoosables )
		: [];
	const shown = [ ...currentImages, ...earlierImages ];
	const names = imageNames( current, draft.history );
	const nameOf = ( id: string ) => names.get( id ) ?? '';
	// Where there is but one image, it is the one.
	const [ first ] = currentImages;
	const onlyOne = first && asked === 1 ? [ first.id ] : [];
	const chosenIds = new Set( draft.chosen ?? onlyOne );
	const chosen = shown.filter( ( { id } ) => chosenIds.has( id ) );
	const choose = ( id: string, isChosen: boolean ) => {
		const next = new Set( chosenIds );
		if ( isChosen ) {
			next.add( id );
		} else {
			next.delete( id );
		}
		imports.dismiss();
		change( { chosen: [ ...next ] } );
	};

	const begin = ( wish: ImageInput ) => {
		change( {
			sent: wish,
			history: made ? [ made, ...read().history ] : read().history,
			isEditing: false,
			chosen: null,
		} );
		imports.dismiss();
		job.start( wish, { context } );
	};
	const submit = () => {
		const now = read();
		if ( ! showsForm || isBlocked || promptProblem( now.prompt ) ) {
			return;
		}
		const wish = toInput( now, options, referenceAttachmentId );
		const isSameWish =
			JSON.stringify( now.sent ) === JSON.stringify( wish );
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
		begin( wish );
	};
	const tryAgain = () => begin( input );
	const edit = () => change( { isEditing: true } );

	const canChange =
		options.reference && ! isBlocked && ! isWaiting && chosen.length === 1;
	const startFrom = async ( wish: ImageInput ) => {
		const images = canChange ? await imports.bringIn( chosen ) : null;
		const [ image ] = images ?? [];
		if ( image ) {
			change( { instruction: '' } );
			begin( { ...wish, referenceAttachmentId: image.attachmentId } );
		}
	};
	const [ base ] = chosen;
	const changeImage = () => {
		const instruction = read().instruction.trim();
		if ( base && instruction !== '' ) {
			void startFrom( {
				...base.generation.input,
				prompt: instruction,
				count: 1,
			} );
		}
	};
	const vary = () => {
		if ( base ) {
			void startFrom( base.generation.input );
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
			change( {
				...emptyDraft( initialPrompt, aspectRatio ?? '' ),
				history,
				imported: read().imported,
			} );
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

	// The notice's own button is what most likely helps.
	const noticeLeads =
		explanation !== null &&
		explanation.remedy !== 'edit' &&
		explanation.remedy !== 'none';
	// One button of that name at a time.
	const canTryAgain =
		! isBlocked &&
		explanation?.remedy !== 'retry' &&
		imports.failures.size === 0;
	const missing = current.failures.filter( ( { retryable } ) => retryable );

	return (
		<PopoverFrame
			anchor={ anchor }
			title={ __( 'Generate images with AI', 'wp-ai-jobs' ) }
			onClose={ onClose }
			onSend={ showsForm ? submit : changeImage }
		>
			{ provider?.demo && (
				<DemoLabel settingsUrl={ settingsUrl }>
					{ __(
						'every image is a sample, made without an AI.',
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
					focusRef={ focusIn( 'notice' ) }
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
				<p className="wp-ai-jobs-image__asked">{ input.prompt }</p>
			) }
			{ isLive && (
				<JobProgress
					state={
						job.status === 'starting' || ! job.progress
							? job
							: {
									...job,
									// What it waits for says how far it is.
									progress: {
										...job.progress,
										message: null,
									},
								}
					}
					waitsFor={ waiting }
					connection={ job.connection }
					onStop={ job.cancel }
					focusRef={ focusRef }
				/>
			) }
			{ showsForm && (
				<ImageForm
					draft={ draft }
					options={ options }
					onChange={ change }
					onSubmit={ submit }
					hasReference={ referenceAttachmentId !== undefined }
					isDisabled={ isBlocked }
					isSecondary={ noticeLeads }
					promptError={
						error?.code === 'invalid_input' &&
						error.field === 'input.prompt' &&
						draft.sent?.prompt === draft.prompt.trim()
							? error.message
							: null
					}
					onBack={
						made ? () => change( { isEditing: false } ) : null
					}
					focusRef={ focusIn( 'form' ) }
				/>
			) }
			{ showsCurrent && (
				<ImageGrid
					generation={ current }
					nameOf={ nameOf }
					label={ __( 'Generated images', 'wp-ai-jobs' ) }
					isLive={ isWaiting }
					chosen={ chosenIds }
					imported={ draft.imported }
					onChoose={ choose }
					focusRef={ focusIn( 'images' ) }
				/>
			) }
			{ made && showsCurrent && made.failures.length > 0 && (
				<ErrorNotice
					explanation={ explainMissing( made, viewer ) }
					status="warning"
				>
					{ missing.length > 0 && ! isBlocked && (
						<Button
							__next40pxDefaultSize
							variant="secondary"
							onClick={ () =>
								begin( { ...input, count: missing.length } )
							}
						>
							{ _n(
								'Make the missing image again',
								'Make the missing images again',
								missing.length,
								'wp-ai-jobs'
							) }
						</Button>
					) }
				</ErrorNotice>
			) }
			{ draft.history.length > 0 && (
				<EarlierImages
					history={ draft.history }
					isOpen={ draft.showsHistory }
					onToggle={ ( showsHistory ) => change( { showsHistory } ) }
					nameOf={ nameOf }
					chosen={ chosenIds }
					imported={ draft.imported }
					onChoose={ choose }
				/>
			) }
			{ ! isWaiting &&
				canImport &&
				chosen.map( ( { id, image } ) => {
					const imported = draft.imported[ id ];
					return (
						<ImageTextFields
							key={ id }
							name={ nameOf( id ) }
							alt={
								imported?.alt ??
								draft.texts[ id ]?.alt ??
								image.alt ??
								''
							}
							title={
								imported?.title ??
								draft.texts[ id ]?.title ??
								''
							}
							isImported={ imported !== undefined }
							onChange={ ( texts ) =>
								change( {
									texts: {
										...draft.texts,
										[ id ]: {
											...draft.texts[ id ],
											...texts,
										},
									},
								} )
							}
						/>
					);
				} ) }
			{ ! isWaiting && canImport && shown.length > 0 && (
				<ImageUses
					chosen={ chosen }
					nameOf={ nameOf }
					imports={ imports }
					uses={ offeredUses(
						{ onUse, onInsertGallery, onSetFeatured },
						chosen.length
					) }
					onUsed={ finish }
					isSecondary={ noticeLeads || showsForm }
					loginUrl={ loginUrl }
				/>
			) }
			{ canChange && (
				<ChangeForm
					instruction={ draft.instruction }
					onChange={ ( instruction ) => change( { instruction } ) }
					onSubmit={ changeImage }
					onVary={ vary }
					isBusy={ imports.isBusy }
				/>
			) }
			{ made && ! showsForm && (
				<div className="wp-ai-jobs-image__again">
					{ canTryAgain && (
						<Button
							__next40pxDefaultSize
							variant="tertiary"
							onClick={ tryAgain }
						>
							{ __( 'Try again', 'wp-ai-jobs' ) }
						</Button>
					) }
					<Button
						__next40pxDefaultSize
						variant="tertiary"
						onClick={ edit }
					>
						{ __( 'Edit the prompt', 'wp-ai-jobs' ) }
					</Button>
				</div>
			) }
		</PopoverFrame>
	);
}

/** What there is of a job's result. */
function resultOf( job: JobState< ImageResult > ): ImageResult | null {
	switch ( job.status ) {
		case 'completed':
			return job.result;
		case 'pending':
		case 'processing':
		case 'timed-out':
		case 'cancelled':
			return job.partialResult;
		default:
			return null;
	}
}

const readyText = ( made: number, asked: number ) =>
	made === asked
		? sprintf(
				/* translators: %d: how many images. */
				_n(
					'%d image is ready.',
					'%d images are ready.',
					made,
					'wp-ai-jobs'
				),
				made
			)
		: sprintf(
				/* translators: 1: images that are there, 2: images that were asked for. */
				__(
					'%1$d of %2$d images are ready; the others could not be made.',
					'wp-ai-jobs'
				),
				made,
				asked
			);
