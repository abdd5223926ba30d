import { LIFETIME_MS, newRow, type JobRow, type Part } from './jobRow.ts';
import { expiry, finish } from './lifecycle.ts';
import { readImageWish } from './imageWish.ts';
import type { MockJobTypes } from './mockJobType.ts';
import type { JobOutcome } from './scenario.ts';
import { readStart } from './startBody.ts';

/** A job that was there before the test. */
export type GivenJob = {
	/** Default: `content`. */
	readonly type?: string;
	/** In the wire's names. Default: a prompt. */
	readonly input?: object;
	/** The post that it belongs to: what opens that post finds it. */
	readonly postId?: number;
	/** Whose it is. Default: the user's who is logged in, else 1. */
	readonly owner?: number;
	/** How long ago it got there, in ms. Default: 0 for a live job, a minute for a final one. */
	readonly agoMs?: number;
} & (
	| { readonly status: 'pending' | 'processing' | 'expired' }
	| {
			readonly status: 'completed';
			/** In the wire's names. Default: a demo of every kind of block; for images, all of them. */
			readonly result?: unknown;
	  }
	| {
			readonly status: 'failed';
			/** Default: the provider could not be reached. */
			readonly error?: Omit<
				Extract< JobOutcome, { end: 'fail' } >,
				'end' | 'afterMs'
			>;
	  }
	| {
			readonly status: 'cancelled';
			/** Default false. */
			readonly mayBeBilled?: boolean;
	  }
);

const A_MINUTE_MS = 60_000;

const UNREACHABLE = {
	code: 'provider_unavailable',
	message: 'The AI provider could not be reached.',
	retryable: true,
} as const;

/**
 * The row of a job that was there before.
 *
 * @param given What it is.
 * @param made  Its id, its owner where none is named, the present, and the types of the site.
 */
export function givenRow(
	given: GivenJob,
	made: {
		readonly id: string;
		readonly owner: number;
		readonly nowMs: number;
		readonly jobTypes: MockJobTypes;
	}
): JobRow {
	const isLive = given.status === 'pending' || given.status === 'processing';
	const {
		type = 'content',
		input = { prompt: 'A haiku about rain' },
		postId,
		owner = made.owner,
		agoMs = isLive ? 0 : A_MINUTE_MS,
	} = given;
	const start = readStart(
		{
			type,
			input,
			...( postId !== undefined && { context: { post_id: postId } } ),
		},
		made.jobTypes
	);
	const wish = type === 'image' ? readImageWish( start.input ) : null;
	const atMs = made.nowMs - agoMs;
	const row = newRow(
		{ id: made.id, owner, start, idempotencyKey: null, wish },
		given.status === 'expired' ? atMs - LIFETIME_MS : atMs
	);

	const begin = ( over: Partial< Part > = {} ) => {
		row.startedAtMs = row.createdAtMs;
		row.attempt = row.parts.length;
		for ( const part of row.parts ) {
			part.state = 'processing';
			part.startedAtMs = row.createdAtMs;
			Object.assign( part, over );
		}
	};
	switch ( given.status ) {
		case 'pending':
			break;
		case 'processing':
			begin();
			row.status = 'processing';
			break;
		case 'completed':
			begin( {
				state: 'succeeded',
				finishedAtMs: atMs,
				result: given.result,
			} );
			finish( row, 'completed', atMs );
			break;
		case 'failed': {
			const { mayBeBilled = false, ...error } = {
				...UNREACHABLE,
				...given.error,
			};
			row.error = { ...error, may_be_billed: mayBeBilled };
			begin( { state: 'failed', finishedAtMs: atMs, error: row.error } );
			finish( row, 'failed', atMs );
			break;
		}
		case 'expired':
			row.error = expiry( false );
			finish( row, 'expired', atMs );
			break;
		case 'cancelled':
			row.mayBeBilled = given.mayBeBilled ?? false;
			finish( row, 'cancelled', atMs );
			break;
	}
	return row;
}
