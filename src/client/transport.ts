import type {
	BuiltinJobTypes,
	Capabilities,
	FoundJob,
	ImageFields,
	ImportedImage,
	JobSnapshot,
	StartRequest,
} from '../protocol/index.ts';
import type { JobNews } from './jobNews.ts';

export interface RequestOptions {
	readonly signal: AbortSignal;
	/** The request's own limit, in ms; passing it is an AiJobError `timeout`. */
	readonly timeoutMs: number;
}

/**
 * A carrier between client and backend: it knows how things are called and
 * written on the wire, and the client does not. `start` and `check` are all
 * that a carrier must do; what it does not have, the client does without.
 *
 * Every method rejects with an `AiJobError`, or with the signal's reason.
 *
 * @example
 * const transport: Transport = {
 *   types: builtinJobTypes,
 *   start: async ( request ) => parseSnapshot( await apiFetch( { data: startBody( request ), … } ) ),
 *   check: async ( ids ) => ( await apiFetch( { … } ) ).map( ( json ) => parseSnapshot( json ) ),
 * };
 */
export interface Transport {
	/** What reads and checks the types that go by their name: `builtinJobTypes`. */
	readonly types: BuiltinJobTypes;
	/** Whether a start whose answer was lost may be repeated: the server knows idempotency keys. Default false. */
	readonly repeatsStarts?: boolean;
	/** How many jobs one check may ask for. Default 1. */
	readonly maxChecksPerRequest?: number;
	start: (
		request: StartRequest,
		options: RequestOptions
	) => Promise< JobSnapshot >;
	/** The snapshots of those jobs that exist; a job that is missing in the answer is unknown. */
	check: (
		ids: readonly string[],
		options: RequestOptions
	) => Promise< readonly JobSnapshot[] >;
	/** The owner's live and unacknowledged jobs of a post, the newest first. */
	list?: (
		postId: number,
		options: RequestOptions
	) => Promise< readonly FoundJob[] >;
	acknowledge?: ( id: string, options: RequestOptions ) => Promise< void >;
	cancel?: ( id: string, options: RequestOptions ) => Promise< JobSnapshot >;
	retry?: ( id: string, options: RequestOptions ) => Promise< JobSnapshot >;
	/** Puts an image of a job into the media library; the same one twice is one attachment. */
	importImage?: (
		jobId: string,
		index: number,
		fields: ImageFields,
		options: RequestOptions
	) => Promise< ImportedImage >;
	/** Has the server execute a pending job in a request that nobody waits for. */
	run?: ( id: string ) => void;
	/** Calls back with what became known without asking, e.g. in another tab; what is returned ends that. */
	onNews?: ( callback: ( news: JobNews ) => void ) => () => void;
	/** What the site can do for this user, for a post or for none, before anything is started. */
	capabilities?: (
		options: RequestOptions & { readonly postId?: number | undefined }
	) => Promise< Capabilities >;
}
