import type { StartBody } from './startBody.ts';

/** A job that a client started. */
export interface StartedJob extends StartBody {
	readonly id: string;
	/** Who started it. */
	readonly owner: number;
	/** Null where the client sent none. */
	readonly idempotencyKey: string | null;
}

/** A request that reached the site. Those that the network swallowed are not here. */
export type JournalRequest =
	| {
			readonly request: 'start';
			/** The job; null where the start was refused. */
			readonly job: StartedJob | null;
			/** False where an earlier start with the same key had made the job. */
			readonly isNew: boolean;
	  }
	| { readonly request: 'check'; readonly ids: readonly string[] }
	| { readonly request: 'list'; readonly postId: number }
	| {
			readonly request: 'acknowledge' | 'cancel' | 'run' | 'retry';
			readonly id: string;
	  }
	| {
			readonly request: 'import';
			readonly id: string;
			readonly index: number;
			readonly fields: unknown;
	  }
	| { readonly request: 'capabilities' };

/** A request, when it came, from whom, and what became of it. */
export type JournalEntry = JournalRequest & {
	/** Unix time, in ms. */
	readonly atMs: number;
	/** Null: nobody was logged in. */
	readonly userId: number | null;
	/** The code that it was refused with; null where it was granted. */
	readonly refusal: string | null;
};

type Wanted< Kind extends JournalRequest[ 'request' ] > = Extract<
	JournalEntry,
	{ request: Kind }
>;

/**
 * The granted requests of a kind.
 *
 * @param journal All of them.
 * @param kind    The kind.
 */
export const granted = < const Kind extends JournalRequest[ 'request' ] >(
	journal: readonly JournalEntry[],
	kind: Kind
) =>
	journal.filter(
		( entry ): entry is Wanted< Kind > =>
			entry.request === kind && entry.refusal === null
	);

function subject( entry: JournalEntry ): string {
	switch ( entry.request ) {
		case 'start':
			return entry.job
				? `${ entry.job.type } ${ entry.job.id }${ entry.isNew ? '' : ' (again)' }`
				: '';
		case 'check':
			return entry.ids.join( ', ' );
		case 'list':
			return `post ${ entry.postId }`;
		case 'import':
			return `${ entry.id } image ${ entry.index }`;
		case 'capabilities':
			return '';
		default:
			return entry.id;
	}
}

/**
 * The journal as lines to read, for a test's message.
 *
 * @param journal The requests.
 * @example
 * 2026-11-24T10:00:00.000Z user 1 start content 00000000-0000-4000-8000-000000000001
 */
export const describeJournal = ( journal: readonly JournalEntry[] ): string =>
	journal.length === 0
		? 'Nothing was asked of the site.'
		: journal
				.map( ( entry ) =>
					[
						new Date( entry.atMs ).toISOString(),
						entry.userId === null
							? 'nobody'
							: `user ${ entry.userId }`,
						entry.request,
						subject( entry ),
						entry.refusal && `refused: ${ entry.refusal }`,
					]
						.filter( Boolean )
						.join( ' ' )
				)
				.join( '\n' );
