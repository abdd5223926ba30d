/** The cache's key of every post's list of jobs. */
export const POSTS_KEY = [ 'wp-ai-jobs', 'post' ] as const;

/** The cache's key of a post's list of jobs. */
export const postKey = ( postId: number | null ) =>
	[ ...POSTS_KEY, postId ] as const;
