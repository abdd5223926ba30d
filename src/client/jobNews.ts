import type { JobSnapshot } from '../protocol/index.ts';

/** What became known of jobs here without a check of ours, e.g. in another tab. */
export type JobNews =
	/** A check was answered, or a stop, or a retry. */
	| { readonly kind: 'seen'; readonly snapshots: readonly JobSnapshot[] }
	/** A job was started. */
	| {
			readonly kind: 'started';
			readonly snapshot: JobSnapshot;
			/** The post that it belongs to; null where it belongs to none. */
			readonly postId: number | null;
	  }
	/** Its result has arrived, and may be gone. */
	| { readonly kind: 'acknowledged'; readonly id: string };

/**
 * Which jobs there is something new to see of.
 *
 * @param news What became known.
 */
export function seenIn( news: JobNews ): readonly string[] {
	return news.kind === 'seen' ? news.snapshots.map( ( { id } ) => id ) : [];
}
