import type {
	GeneratedImage,
	ImageFailure,
	ImageInput,
	ImageResult,
} from '../../protocol/index.ts';
import type { JobState } from '../../react/index.ts';

/** What came of one job. */
export interface Generation {
	readonly jobId: string;
	/** What was asked for. */
	readonly input: ImageInput;
	readonly images: readonly GeneratedImage[];
	readonly failures: readonly ImageFailure[];
}

/** An image that can be chosen. */
export interface Choosable {
	/** Unlike the index, no other image of the place has it. */
	readonly id: string;
	readonly generation: Generation;
	readonly image: GeneratedImage;
}

/**
 * What came of a job.
 *
 * @param jobId  The job.
 * @param input  What was asked for.
 * @param result The result, or what there is of it.
 */
export function toGeneration(
	jobId: string,
	input: ImageInput,
	result: ImageResult | null
): Generation {
	const { images = [], failures = [] } = result ?? {};
	return { jobId, input, images, failures };
}

/**
 * What there is of a job's result.
 *
 * @param job The job's state.
 */
export function resultOf( job: JobState< ImageResult > ): ImageResult | null {
	switch ( job.status ) {
		case 'completed':
			return job.result;
		case 'pending':
		case 'processing':
		case 'timed-out':
		case 'cancelled':
			return job.partialResult;
		default:
			return null;
	}
}

/**
 * The images that can be chosen of a job.
 *
 * @param generation What came of it.
 */
export const toChoosables = ( generation: Generation ): Choosable[] =>
	generation.images.map( ( image ) => ( {
		id: `${ generation.jobId }/${ image.index }`,
		generation,
		image,
	} ) );
