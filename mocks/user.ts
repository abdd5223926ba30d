import { Refusal } from './refusal.ts';

/** Who is asking. */
export interface MockUser {
	readonly id: number;
	/** Default true. */
	readonly canEdit?: boolean;
	/** Sees everybody's jobs. Default false. */
	readonly isAdministrator?: boolean;
	/** Is told where the settings are, as far as the scenario says. Default true. */
	readonly canManage?: boolean;
	/** Generates images and puts them into the media library. Default true. */
	readonly canUpload?: boolean;
	/** Default: every post. */
	readonly canEditPost?: ( postId: number ) => boolean;
}

/**
 * Whether a user may start a type of job.
 *
 * @param user Who asks.
 * @param type The job's type.
 */
export const canStart = ( user: MockUser, type: string ) =>
	type !== 'image' || ( user.canUpload ?? true );

/**
 * Refuses a post that a user may not edit.
 *
 * @param user   Who asks.
 * @param postId The post; undefined: there is none.
 * @param field  Names it.
 * @throws {Refusal} 403.
 */
export function requirePost(
	user: MockUser,
	postId: number | undefined,
	field: string
): void {
	if ( postId !== undefined && user.canEditPost?.( postId ) === false ) {
		throw new Refusal(
			403,
			'ai_job_forbidden',
			'You are not allowed to edit this post.',
			{ field }
		);
	}
}

/**
 * Refuses who may not use jobs.
 *
 * @param who Who is asking; null is nobody.
 * @throws {Refusal} 401 or 403.
 */
export function requireUser( who: MockUser | null ): MockUser {
	if ( ! who ) {
		throw new Refusal(
			401,
			'ai_job_not_logged_in',
			'You are not logged in.'
		);
	}
	if ( who.canEdit === false ) {
		throw new Refusal(
			403,
			'ai_job_forbidden',
			'You are not allowed to use AI jobs.'
		);
	}
	return who;
}
