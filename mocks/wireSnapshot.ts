import { cutText, isFinal } from '../src/protocol/index.ts';
import { demoImageSize } from './demoImage.ts';
import type { ImageWish } from './imageWish.ts';
import { isUnfinished, type JobRow } from './jobRow.ts';
import type { MediaLibrary } from './mediaLibrary.ts';

/** The same figures as the plugin's. */
const MAX_ALT_LENGTH = 125;

/** About what `demoImage()` weighs. */
const DEMO_IMAGE_BYTES = 20_000;

/** A snapshot as it travels. */
export type WireSnapshot = ReturnType< typeof toWire >;

/** What a snapshot says besides what the job's row does. */
interface Outlook {
	readonly nowMs: number;
	readonly needsRunner: boolean;
	/** 1 is next; null where nobody counts. */
	readonly queuePosition: number | null;
	/** When it pays to ask again, while the job is live. */
	readonly pollAfterMs: number;
	/** Who generates. */
	readonly model: string;
	/** Where its images may be. */
	readonly library: MediaLibrary;
	/** What comes where no scenario names a result; not of images. */
	readonly demoResult: () => unknown;
}

const iso = ( ms: number | null ) =>
	ms === null ? null : new Date( ms ).toISOString();

/**
 * An alternative text that can be worked with: the prompt's first sentence.
 *
 * @param prompt What was asked for.
 */
export const proposeAlt = ( prompt: string ) =>
	cutText( ( prompt.split( /[.\n]/ )[ 0 ] ?? '' ).trim(), MAX_ALT_LENGTH );

const imagesOf = (
	row: JobRow,
	wish: ImageWish,
	{ library, model }: Outlook
) => ( {
	images: row.parts.flatMap( ( { state }, index ) =>
		state === 'succeeded'
			? [
					{
						index,
						...demoImageSize( wish.aspect_ratio ),
						mime_type: 'image/png',
						bytes: DEMO_IMAGE_BYTES,
						preview_url: `/wp-json/wp-ai-jobs/v1/jobs/${ row.id }/images/${ index }`,
						revised_prompt: null,
						alt: proposeAlt( wish.prompt ),
						attachment_id:
							library.find( row.id, index )?.attachment_id ??
							null,
					},
				]
			: []
	),
	failures: row.parts.flatMap( ( { error }, index ) =>
		error ? [ { index, ...error } ] : []
	),
	model,
	usage: null,
} );

/**
 * What one status check says of a job.
 *
 * @param row     The job, brought up to the present.
 * @param outlook What else there is to know.
 */
export function toWire( row: JobRow, outlook: Outlook ) {
	const { nowMs, needsRunner, queuePosition, pollAfterMs } = outlook;
	const live = ! isFinal( row.status );
	const result = row.wish
		? imagesOf( row, row.wish, outlook )
		: ( row.parts[ 0 ]?.result ?? outlook.demoResult() );
	const finished = row.parts.filter(
		( part ) => ! isUnfinished( part )
	).length;
	const isPartial =
		row.wish !== null &&
		finished > 0 &&
		( live || row.status === 'cancelled' );
	return {
		id: row.id,
		type: row.start.type,
		status: row.status,
		created_at: new Date( row.createdAtMs ).toISOString(),
		started_at: iso( row.startedAtMs ),
		finished_at: iso( row.finishedAtMs ),
		expires_at: iso(
			Math.max( ...row.parts.map( ( part ) => part.expiresAtMs ) )
		),
		attempt: row.attempt,
		progress:
			row.status === 'processing'
				? {
						fraction: row.wish ? finished / row.parts.length : null,
						message: 'Waiting for the AI provider.',
					}
				: null,
		result: row.status === 'completed' ? result : null,
		...( row.wish && { partial_result: isPartial ? result : null } ),
		error: row.error,
		queue_position: queuePosition,
		poll_after_ms: live ? pollAfterMs : null,
		needs_runner: needsRunner,
		...( row.status === 'cancelled' && { may_be_billed: row.mayBeBilled } ),
		server_time: new Date( nowMs ).toISOString(),
	};
}
