/**
 * Who asks. An author writes posts and adds images to the media library, a
 * contributor writes posts alone, an administrator manages the site, a
 * subscriber may do none of it, nobody is not logged in.
 */
export type User =
	'author' | 'administrator' | 'contributor' | 'subscriber' | 'nobody';

export interface Answer {
	readonly status: number;
	readonly headers: Headers;
	/** As it came, for comparing to the byte. */
	readonly text: string;
}

export interface RestRequest {
	/** Default: POST with a body, else GET. */
	readonly method?: 'GET' | 'POST';
	/** Below `wp-ai-jobs/v1`, with its query. */
	readonly path: string;
	/** Sent as JSON; a string is sent as it is. */
	readonly body?: unknown;
	readonly headers?: Readonly< Record< string, string > >;
}

/** What the provider makes of one call. */
export type ProviderAnswer =
	| 'success'
	| {
			/** A code of docs/wire.md. */
			readonly code: string;
			readonly retryable: boolean;
			readonly mayBeBilled: boolean;
	  };

/** How many jobs a backend takes. */
export interface Limits {
	/** Live jobs of one user. */
	readonly live?: number;
	/** Starts of one user in an hour. */
	readonly startsPerHour?: number;
	/** Jobs of the whole site that are executed at once. */
	readonly running?: number;
}

/**
 * What a backend of ours lets a test do beside HTTP. Where there is such a
 * control, jobs wait until a run request executes them.
 */
export interface Control {
	/** Moves the backend's clock on. */
	readonly advance: ( ms: number ) => Promise< void >;
	/** Says what the provider answers, image by image; the last one repeats. `null`: there is no provider any more. */
	readonly play: (
		answers: readonly [ ProviderAnswer, ...ProviderAnswer[] ] | null
	) => Promise< void >;
	/** Has a runner take the job, or one of its images, that is not heard of again. Its lease is one minute. */
	readonly claim: ( id: string ) => Promise< void >;
	/** Makes the next import of an image fail. */
	readonly spoilImport: (
		id: string,
		how: 'unusable' | 'storage-failed'
	) => Promise< void >;
	/** Sets limits; those that are not named are out of reach. */
	readonly limit: ( limits: Limits ) => Promise< void >;
	/** Takes back what `play` and `limit` have set. */
	readonly reset: () => Promise< void >;
}

/** A backend under test. */
export interface Backend {
	/** Those that can ask here. */
	readonly users: ReadonlySet< User >;
	/** A post that the author may edit and the contributor may not; null: there is none to try with. */
	readonly postId: number | null;
	/** Null: the backend is somebody else's. */
	readonly control: Control | null;
	/** Whether it is a nonce that lets users in. */
	readonly hasNonces: boolean;
	readonly rest: ( user: User, request: RestRequest ) => Promise< Answer >;
	/**
	 * One classic request, with its nonce.
	 *
	 * @throws {LeftOut} Where the user cannot be asked for by that carrier.
	 */
	readonly classic: (
		user: User,
		fields: Readonly< Record< string, string > >
	) => Promise< Answer >;
	readonly close: () => Promise< void >;
}

/**
 * Reads an answer.
 *
 * @param response As `fetch` gives it.
 */
export async function readAnswer( response: Response ): Promise< Answer > {
	return {
		status: response.status,
		headers: response.headers,
		text: await response.text(),
	};
}

/**
 * What `fetch` sends for a request of the suite.
 *
 * @param request     The request.
 * @param userHeaders By which the user is known.
 */
export function toRequestInit(
	{ method, body, headers }: RestRequest,
	userHeaders: Readonly< Record< string, string > > = {}
): RequestInit {
	return {
		method: method ?? ( body === undefined ? 'GET' : 'POST' ),
		headers: {
			...userHeaders,
			...( body !== undefined && { 'Content-Type': 'application/json' } ),
			...headers,
		},
		...( body !== undefined && {
			body: typeof body === 'string' ? body : JSON.stringify( body ),
		} ),
	};
}
