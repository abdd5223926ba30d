import { __ } from '@wordpress/i18n';
import { useState, type RefCallback } from 'react';
import {
	AiJobError,
	type Capabilities,
	type TypeCapability,
} from '../../protocol/index.ts';
import {
	useCapabilities,
	type AiJob,
	type CapabilitiesState,
} from '../../react/index.ts';
import {
	plainExplanation,
	stateError,
	type Explanation,
} from '../ErrorNotice/index.ts';
import type { JobNotice } from '../ErrorNotice/JobNotice.tsx';
import { useStageFocus } from '../PopoverFrame/index.ts';

/** Says an error in the author's terms. */
export type Explain = (
	error: AiJobError,
	viewer: { readonly canSetUp: boolean }
) => Explanation;

/** What a popover tells of itself. */
interface Popover< Input, Provider > {
	/** What the site can do with this type of job. */
	readonly providerOf: ( site: Capabilities ) => Provider | undefined;
	/** The post that it is for: rights depend on it. */
	readonly postId: number | undefined;
	readonly job: AiJob< Input, unknown >;
	/** There is something to put to use, of this job or of one before. */
	readonly hasResult: boolean;
	/** The fields are shown although there is a result. */
	readonly isEditing: boolean;
	/** Undefined while it is not there: the error speaks for itself then. */
	readonly explain: Explain | undefined;
	/** Comes with it. */
	readonly Notice: typeof JobNotice | undefined;
	/** It will be there in a moment. */
	readonly isProvisional: boolean;
	/** Where nothing is wrong with the job: what else there is to say. */
	readonly otherwise?:
		( ( provider: Provider | null ) => Explanation | null ) | undefined;
	/** A button outside the notice helps, and will be gone then. */
	readonly hasHelp?: boolean;
}

/** What is shown first, and has the focus. */
export type Stage = 'form' | 'progress' | 'notice' | 'result';

/** What a popover shows of its job. */
export interface PopoverJob< Input, Provider = TypeCapability > {
	readonly job: AiJob< Input, unknown >;
	/** Null where the site does not tell. */
	readonly provider: Provider | null;
	/** Where a provider is set up; null for who may not. */
	readonly settingsUrl: string | null;
	/** No provider is set up. */
	readonly isUnavailable: boolean;
	/** Asks again whether one is. */
	readonly refresh: CapabilitiesState[ 'refresh' ];
	/** Nothing was asked for, or it is there. */
	readonly isIdle: boolean;
	/** The end of the job is not known yet, also where nobody waits for it any more. */
	readonly isWaiting: boolean;
	readonly showsForm: boolean;
	readonly error: AiJobError | null;
	/** What the notice says; null where there is none. */
	readonly explanation: Explanation | null;
	/** Shows it; undefined while it is not there. */
	readonly Notice: typeof JobNotice | undefined;
	/** Better words are under way. */
	readonly isProvisional: boolean;
	/** The notice's own button is what most likely helps. */
	readonly noticeLeads: boolean;
	/** For the element with which a stage begins. */
	readonly focusIn: (
		stage: Stage
	) => RefCallback< HTMLElement > | undefined;
	/** Whether sending this once more is the start that went wrong: its answer may be lost and its job be there, and nothing is paid twice. */
	readonly isRepeated: ( wish: Input, sent: Input | null ) => boolean;
	/** What the site said against the prompt, as long as that is the same. */
	readonly promptError: (
		prompt: string,
		sent: string | undefined
	) => string | null;
}

/**
 * Whether the end of a job is still to come.
 *
 * @param job The job's state.
 */
export const isLive = < Job extends { readonly status: string } >(
	job: Job
): job is Extract< Job, { status: 'starting' | 'pending' | 'processing' } > =>
	job.status === 'starting' ||
	job.status === 'pending' ||
	job.status === 'processing';

/**
 * What a popover shows of its job: the fields, the progress, a notice, or the
 * result; and where the focus is.
 *
 * @param popover What it tells of itself.
 */
export function usePopoverJob< Input, Provider extends TypeCapability >( {
	providerOf,
	postId,
	job,
	hasResult,
	isEditing,
	explain,
	Notice,
	isProvisional,
	otherwise,
	hasHelp = false,
}: Popover< Input, Provider > ): PopoverJob< Input, Provider > {
	const site = useCapabilities( postId );
	const known = site.status === 'known' ? site.capabilities : null;
	const provider = ( known && providerOf( known ) ) ?? null;
	const isUnavailable = provider?.available === false;

	const isUnderWay = isLive( job );
	const isWaiting = isUnderWay || job.status === 'timed-out';
	const isIdle = job.status === 'idle' || job.status === 'completed';
	const showsForm = ! isWaiting && ( ! hasResult || isEditing );

	// What this popover uses itself, it closes with.
	const [ seen, setSeen ] = useState( {
		status: job.status,
		hasChanged: false,
		isGone: false,
	} );
	if ( seen.status !== job.status ) {
		setSeen( {
			status: job.status,
			hasChanged: true,
			isGone: job.status === 'idle' && seen.status !== 'starting',
		} );
	}

	const error =
		stateError( job ) ??
		( isUnavailable && ! isUnderWay
			? new AiJobError(
					'no_provider',
					__( 'No AI provider is set up on this site.', 'wp-ai-jobs' )
				)
			: null );
	const settingsUrl = error?.settingsUrl ?? known?.settingsUrl ?? null;
	const explained =
		error &&
		( explain
			? explain( error, { canSetUp: settingsUrl !== null } )
			: plainExplanation( error ) );
	const saysOtherwise = isUnderWay
		? null
		: ( otherwise?.( provider ) ?? ( seen.isGone ? explainGone() : null ) );
	const explanation = explained
		? // Before anything was asked for there is nothing to be safe.
			{ ...explained, ...( isIdle && { safe: '' } ) }
		: saysOtherwise;
	const remedy = explanation?.remedy;

	let stage: Stage = showsForm ? 'form' : 'result';
	if ( isUnderWay ) {
		stage = 'progress';
	} else if (
		explanation &&
		! isIdle &&
		! isEditing &&
		// Whoever opens it again wants to change the prompt.
		( seen.hasChanged || ! showsForm )
	) {
		stage = 'notice';
	}
	// A button that helped is gone: the focus goes back to where the stage begins.
	const focusRef = useStageFocus(
		[
			stage,
			stage === 'notice' && [ job.status, ! Notice ],
			stage === 'result' && 'id' in job && job.id,
			job.connection === 'logged-out',
			hasHelp || ( isIdle && explanation !== null ),
		].join()
	);

	return {
		job,
		provider,
		settingsUrl,
		isUnavailable,
		refresh: site.refresh,
		isIdle,
		isWaiting,
		showsForm,
		error,
		explanation,
		Notice,
		isProvisional,
		noticeLeads:
			remedy !== undefined &&
			remedy !== 'edit' &&
			remedy !== 'none' &&
			( remedy !== 'set-up' || settingsUrl !== null ),
		focusIn: ( name ) => ( name === stage ? focusRef : undefined ),
		isRepeated: ( wish, sent ) =>
			error !== null &&
			( remedy === 'retry' || remedy === 'log-in' ) &&
			JSON.stringify( sent ) === JSON.stringify( wish ),
		promptError: ( prompt, sent ) =>
			error?.code === 'invalid_input' &&
			error.field === 'input.prompt' &&
			sent === prompt.trim()
				? error.message
				: null,
	};
}

const explainGone = (): Explanation => ( {
	happened: __(
		'What was generated here was used or dismissed in another tab.',
		'wp-ai-jobs'
	),
	safe: '',
	next: __( 'You can generate anew here.', 'wp-ai-jobs' ),
	remedy: 'none',
} );
