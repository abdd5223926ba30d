/** What a backend refuses with, in WordPress's shape. */
export class Refusal extends Error {
	readonly status: number;
	readonly code: string;
	readonly data: Readonly< Record< string, unknown > >;
	/** In s, as the header says it. */
	readonly retryAfterS: number | undefined;

	constructor(
		status: number,
		code: string,
		message: string,
		data: Readonly< Record< string, unknown > > = {},
		retryAfterS?: number
	) {
		super( message );
		this.status = status;
		this.code = code;
		this.data = { status, retryable: false, ...data };
		this.retryAfterS = retryAfterS;
	}
}

export const notFound = () =>
	new Refusal( 404, 'ai_job_not_found', 'There is no such job.' );

export const conflict = ( message: string ) =>
	new Refusal( 409, 'ai_job_conflict', message );

export const invalidInput = ( field: string, message: string ) =>
	new Refusal( 400, 'ai_job_invalid_input', message, { field } );
