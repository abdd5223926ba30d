/** Who asks. */
export type User = 'administrator' | 'author' | 'subscriber' | 'nobody';

export interface Answer {
	readonly status: number;
	readonly contentType: string;
	/** As it came, for comparing to the byte. */
	readonly text: string;
}

export interface RestRequest {
	readonly method?: 'GET' | 'POST';
	/** Below `wp-ai-jobs/v1`, with its query. */
	readonly path: string;
	/** Sent as JSON; a string is sent as it is. */
	readonly body?: unknown;
	readonly headers?: Readonly< Record< string, string > >;
}

/**
 * A backend under test. Its jobs wait until a run request executes them, and
 * then complete.
 */
export interface Backend {
	rest: ( user: User, request: RestRequest ) => Promise< Answer >;
	/** One classic request; its nonce is the backend's to bring. */
	ajax: (
		user: User,
		fields: Readonly< Record< string, string > >
	) => Promise< Answer >;
	/** A post that the author may edit. */
	readonly postId: number;
	close: () => Promise< void >;
}

/**
 * Reads an answer.
 *
 * @param response As `fetch` gives it.
 */
export async function readAnswer( response: Response ): Promise< Answer > {
	return {
		status: response.status,
		contentType: response.headers.get( 'content-type' ) ?? '',
		text: await response.text(),
	};
}

/**
 * What `fetch` sends for a request of the suite.
 *
 * @param request The request.
 * @param headers Of the user.
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
