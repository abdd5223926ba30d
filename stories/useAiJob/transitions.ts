import type { Connection, JobState } from '../../src/react/index.ts';

/** What the hook's `status` can be. */
export type Status = JobState< unknown >[ 'status' ];

/** What a caller can do, and where that leads at once. */
export const ACTIONS = {
	start: [ 'starting' ],
	cancel: [ 'cancelled' ],
	retry: [ 'starting', 'pending' ],
	keepWaiting: [ 'pending', 'processing' ],
	reset: [ 'idle' ],
} as const satisfies Record< string, readonly Status[] >;

export type Action = keyof typeof ACTIONS;

/** What a change comes from: an action, the answer to one, a check, time, another tab, an earlier visit. */
export type Cause =
	Action | 'answer' | 'check' | 'cutoff' | 'other tab' | 'found';

/** What each status means to who shows it. */
export const STATUSES: Readonly< Record< Status, string > > = {
	idle: 'Nothing was asked for at this place, or it was put away.',
	starting: 'The request is under way; the job has no id yet.',
	pending:
		'The site has the job. It waits for its turn; `queuePosition` says where it stands.',
	processing: 'The provider is at work. `progress` says what is known of it.',
	completed:
		'The `result` is here. The site keeps it until `reset()` or the next start acknowledges it.',
	failed: 'No result. `error` says why, and whether it was billed and can be tried again.',
	expired: 'The job outlived its lifetime of five minutes on the site.',
	cancelled:
		'Stopped. `mayBeBilled` says whether the provider may charge all the same.',
	'timed-out':
		'The client stopped asking. The job may still complete: `keepWaiting()` goes on.',
};

/** What each value of the second field means; it never changes the status. */
export const CONNECTIONS: Readonly< Record< Connection, string > > = {
	online: 'The last check was answered, or nothing is asked any more.',
	retrying:
		'The last check failed; the site is asked again, with growing delays.',
	offline: 'The browser knows that there is no network; nothing is asked.',
	'logged-out':
		'Nobody is logged in. The job goes on, and there is no cutoff until somebody is.',
};

/** Changes of the status: from each of these to each of those. */
export interface Transition {
	readonly from: readonly Status[];
	readonly to: readonly Status[];
	readonly by: Cause;
	/** What has happened. */
	readonly when: string;
}

const LIVE = [ 'pending', 'processing' ] as const;
const OVER = [ 'completed', 'failed', 'expired', 'cancelled' ] as const;

/** Every change that a caller of the hook can see. The tests hold the hook to it, both ways. */
export const TRANSITIONS: readonly Transition[] = [
	{
		from: [ 'idle', ...LIVE, 'timed-out', ...OVER ],
		to: [ 'starting' ],
		by: 'start',
		when: 'A job is asked for. One that was running goes on, unattended.',
	},
	{
		from: [ 'starting' ],
		to: [ 'pending' ],
		by: 'answer',
		when: 'The site has the job.',
	},
	{
		from: [ 'starting' ],
		to: [ 'failed' ],
		by: 'answer',
		when: 'The site refused the start, or its answer was lost.',
	},
	{
		from: [ 'starting' ],
		to: [ 'processing', 'completed', 'expired', 'cancelled' ],
		by: 'answer',
		when: 'What was asked for is there already: its answer had been lost, or the job would not run again.',
	},
	{
		from: [ 'idle' ],
		to: [ 'pending', 'failed' ],
		by: 'answer',
		when: 'It was reset while it was starting. A start that was sent cannot be taken back.',
	},
	{
		from: [ 'pending' ],
		to: [ 'processing' ],
		by: 'check',
		when: 'The provider was asked.',
	},
	{
		from: [ ...LIVE, 'timed-out' ],
		to: [ 'completed', 'failed', 'expired' ],
		by: 'check',
		when: 'The job is over. A check may skip what was between; one that the site refuses for good is `failed`, too.',
	},
	{
		from: LIVE,
		to: [ 'cancelled' ],
		by: 'check',
		when: 'It was stopped in another tab, which this one did not hear.',
	},
	{
		from: [ 'timed-out' ],
		to: [ 'processing' ],
		by: 'check',
		when: 'The author came back to the window, and the site does not answer yet: it is asked again.',
	},
	{
		from: [ 'cancelled' ],
		to: [ 'completed', 'failed', 'expired' ],
		by: 'check',
		when: 'The carrier cannot stop a job, so it went on all the same.',
	},
	{
		from: LIVE,
		to: [ 'timed-out' ],
		by: 'cutoff',
		when: 'The client has waited long enough, and one last check brought no end.',
	},
	{
		from: [ ...LIVE, 'timed-out' ],
		to: [ 'cancelled' ],
		by: 'cancel',
		when: 'The job was stopped on the site, or nobody waits for it any more.',
	},
	{
		from: [ ...LIVE, 'timed-out', ...OVER ],
		to: [ 'starting' ],
		by: 'retry',
		when: 'The last input once more: a new attempt of the job, else a new job.',
	},
	{
		from: [ 'failed' ],
		to: [ 'pending' ],
		by: 'retry',
		when: 'It was a check that failed: the job is looked at again before anything is paid twice.',
	},
	{
		from: [ 'timed-out' ],
		to: LIVE,
		by: 'keepWaiting',
		when: 'Polling goes on, with a cutoff of its own.',
	},
	{
		from: [ 'failed' ],
		to: [ 'pending' ],
		by: 'keepWaiting',
		when: 'It was a check that failed: the job is looked at again.',
	},
	{
		from: [ 'starting', ...LIVE, 'timed-out', ...OVER ],
		to: [ 'idle' ],
		by: 'reset',
		when: 'The place is free. A result that was here is acknowledged; a job that runs goes on.',
	},
	{
		from: [ ...LIVE, 'timed-out', ...OVER ],
		to: [ 'idle' ],
		by: 'other tab',
		when: 'The result was used or dismissed there.',
	},
	{
		from: [ ...LIVE, 'timed-out' ],
		to: [ 'cancelled' ],
		by: 'other tab',
		when: 'It was stopped there.',
	},
	{
		from: [ 'processing', 'timed-out', 'failed', 'expired' ],
		to: [ 'pending' ],
		by: 'other tab',
		when: 'It was tried again there.',
	},
	{
		from: [ 'idle' ],
		to: [ ...LIVE, 'completed', 'failed', 'expired' ],
		by: 'found',
		when: '`useAdopt()` put a job here that an earlier visit left.',
	},
];
