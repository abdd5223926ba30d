import { contentJob } from './content.ts';
import { imageJob } from './image.ts';

/**
 * The job types that go by their name alone. A transport brings them, so a
 * client is no larger for those that its transport does not carry.
 */
export const builtinJobTypes = {
	content: contentJob,
	image: imageJob,
} as const;

export type BuiltinJobTypes = typeof builtinJobTypes;
