import type { ReactNode } from 'react';
import type { TypeCapability } from '../../protocol/index.ts';
import { DemoLabel } from '../DemoLabel/index.ts';
import { PlainNotice } from '../ErrorNotice/index.ts';
import {
	announcement,
	inLine,
	JobProgress,
	queueText,
	type LiveJobState,
} from '../JobProgress/index.ts';
import type { LogIn } from '../LogIn/index.ts';
import {
	PopoverFrame,
	useAnnouncement,
	type PopoverFrameProps,
} from '../PopoverFrame/index.ts';
import { isLive, type PopoverJob } from './usePopoverJob.ts';
import './styles.css';

interface JobPopoverProps< Input > extends PopoverFrameProps, LogIn {
	readonly popover: PopoverJob< Input >;
	/** What comes of a demo instead: the rest of the sentence. */
	readonly demo: string;
	/** What the author asked for. */
	readonly asked: string;
	/** What a live job waits for now: a sentence. */
	readonly waitsFor: (
		status: LiveJobState[ 'status' ],
		provider: TypeCapability | null
	) => string;
	/** Said when the result is there. */
	readonly ready: string;
	/** What it waits for says how far it is. */
	readonly hidesMessage?: boolean;
	/** Starts a new job. */
	readonly onStartAgain: () => void;
	/** Brings the author to the fields. */
	readonly onEdit: () => void;
	/** The fields, the result. */
	readonly children: ReactNode;
}

/** What the popovers share: what became of the job, and how to go on with it. */
export function JobPopover< Input >( {
	popover,
	demo,
	asked,
	waitsFor,
	ready,
	hidesMessage = false,
	loginUrl,
	onLogIn,
	onStartAgain,
	onEdit,
	children,
	...frame
}: JobPopoverProps< Input > ) {
	const { job, provider, settingsUrl, explanation, focusIn } = popover;
	const Notice = popover.Notice ?? PlainNotice;
	const position = job.status === 'pending' ? job.queuePosition : null;
	let waiting = isLive( job ) ? waitsFor( job.status, provider ) : '';
	if ( position !== null ) {
		waiting = queueText( position );
	}
	const { text, politeness } = announcement( {
		status: job.status,
		connection: job.connection,
		explanation,
		waiting: position !== null && position > 1 ? inLine() : waiting,
		ready,
	} );
	useAnnouncement(
		explanation && popover.isProvisional ? '' : text,
		politeness
	);
	return (
		<PopoverFrame { ...frame }>
			{ provider?.demo && (
				<DemoLabel settingsUrl={ settingsUrl }>{ demo }</DemoLabel>
			) }
			{ explanation && (
				<Notice
					job={ job }
					explanation={ explanation }
					settingsUrl={ settingsUrl }
					loginUrl={ loginUrl }
					onLogIn={ onLogIn }
					onStartAgain={ onStartAgain }
					onEdit={ job.status === 'cancelled' ? undefined : onEdit }
					onRefresh={ popover.isIdle ? popover.refresh : undefined }
					focusRef={ focusIn( 'notice' ) }
				/>
			) }
			{ popover.isWaiting && (
				<p className="wp-ai-jobs-asked" dir="auto">
					{ asked }
				</p>
			) }
			{ isLive( job ) && (
				<JobProgress
					state={ job }
					waitsFor={ waiting }
					connection={ job.connection }
					hidesMessage={ hidesMessage }
					onStop={ job.cancel }
					loginUrl={ loginUrl }
					onLogIn={ onLogIn }
					focusRef={ focusIn( 'progress' ) }
				/>
			) }
			{ children }
		</PopoverFrame>
	);
}
