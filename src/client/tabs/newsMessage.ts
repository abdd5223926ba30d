import * as v from 'valibot';
import { snapshotSchema } from '../../protocol/index.ts';
import type { JobNews } from '../jobNews.ts';

/** Tabs may hold different versions of the package: what another version says is not read. */
const VERSION = 1;

const newsSchema = v.variant( 'kind', [
	v.object( {
		version: v.literal( VERSION ),
		kind: v.literal( 'seen' ),
		snapshots: v.array( snapshotSchema ),
	} ),
	v.object( {
		version: v.literal( VERSION ),
		kind: v.literal( 'started' ),
		snapshot: snapshotSchema,
		postId: v.nullable( v.number() ),
	} ),
	v.object( {
		version: v.literal( VERSION ),
		kind: v.literal( 'acknowledged' ),
		id: v.string(),
	} ),
] );

/**
 * News as they travel between tabs.
 *
 * @param news What this tab has learned.
 */
export const newsMessage = ( news: JobNews ) => ( {
	...news,
	version: VERSION,
} );

/**
 * Reads a message of another tab; null where it is none that we know. Any
 * script of the site can send one.
 *
 * @param data What came.
 */
export function readNews( data: unknown ): JobNews | null {
	const message = v.safeParse( newsSchema, data );
	return message.success ? message.output : null;
}
