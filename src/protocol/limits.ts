/** The longest prompt of a content job, in characters. */
export const MAX_PROMPT_LENGTH = 10_000;
export const MAX_KEYWORDS = 20;

/** The longest keyword, in characters. */
export const MAX_KEYWORD_LENGTH = 100;

/** The longest title of a post that travels with a job, in characters. */
export const MAX_TITLE_LENGTH = 500;

/** The longest text that a job can be about, in characters. */
export const MAX_SELECTED_LENGTH = 10_000;

/** The longest prompt of an image job, in characters. */
export const MAX_IMAGE_PROMPT_LENGTH = 4_000;
export const MAX_IMAGE_COUNT = 4;

/** The longest texts of an imported image, in characters. */
export const MAX_IMAGE_FIELD_LENGTHS = {
	alt: 1_000,
	title: 200,
	caption: 2_000,
	description: 10_000,
} as const;
