import {
	ASPECT_RATIOS,
	MAX_IMAGE_COUNT,
	type AspectRatio,
	type ImageBackground,
	type ImageFormat,
	type ImageInput,
	type ImageOptions,
	type ImageQuality,
	type ImageStyle,
	type ImportedImage,
} from '../../protocol/index.ts';
import type { Generation } from './generation.ts';

/** What an author has typed, chosen and got at a place. */
export interface ImageDraft {
	readonly prompt: string;
	/** Empty: as the provider likes. */
	readonly aspectRatio: AspectRatio | '';
	readonly quality: ImageQuality | '';
	readonly style: ImageStyle | '';
	readonly background: ImageBackground | '';
	readonly outputFormat: ImageFormat | '';
	readonly count: number;
	/** The host's image is to be changed. */
	readonly usesReference: boolean;
	/** How a chosen image is to be changed. */
	readonly instruction: string;
	/** What was sent last. */
	readonly sent: ImageInput | null;
	/** The fields are shown although there are images. */
	readonly isEditing: boolean;
	/** Results of before, the newest first. */
	readonly history: readonly Generation[];
	readonly showsHistory: boolean;
	/** Ids of images; null where the author has not chosen yet. */
	readonly chosen: readonly string[] | null;
	/** What the author wrote of an image, by its id. */
	readonly texts: Readonly< Record< string, ImageTexts > >;
	/** What is in the media library, by the image's id. */
	readonly imported: Readonly< Record< string, ImportedImage > >;
}

export interface ImageTexts {
	readonly alt?: string;
	readonly title?: string;
}

/**
 * A draft of which nothing is typed yet.
 *
 * @param prompt      What it starts with.
 * @param aspectRatio What is chosen first.
 */
export const emptyDraft = (
	prompt: string,
	aspectRatio: AspectRatio | ''
): ImageDraft => ( {
	prompt,
	aspectRatio,
	quality: '',
	style: '',
	background: '',
	outputFormat: '',
	count: 1,
	usesReference: false,
	instruction: '',
	sent: null,
	isEditing: false,
	history: [],
	showsHistory: false,
	chosen: null,
	texts: {},
	imported: {},
} );

/**
 * The draft that an input came from, for a job that was not started on this
 * page.
 *
 * @param input What was asked for.
 */
export function toDraft( input: ImageInput ): ImageDraft {
	const { prompt, aspectRatio = '', quality = '', style = '' } = input;
	const { background = '', outputFormat = '', count = 1 } = input;
	return {
		...emptyDraft( prompt, aspectRatio ),
		quality,
		style,
		background,
		outputFormat,
		count,
		sent: input,
	};
}

/** What can be offered where the site does not tell what its provider can do. */
export const defaultOptions: ImageOptions = {
	aspectRatio: [ ...ASPECT_RATIOS ],
	quality: [],
	style: [],
	background: [],
	outputFormat: [],
	maxCount: MAX_IMAGE_COUNT,
	reference: false,
};

/**
 * The shape that is asked for: the author's, as far as the provider can.
 *
 * @param draft   The fields.
 * @param options What the provider can do.
 */
export function chosenRatio(
	{ aspectRatio }: ImageDraft,
	options: ImageOptions
): AspectRatio | undefined {
	return aspectRatio !== '' && options.aspectRatio.includes( aspectRatio )
		? aspectRatio
		: options.aspectRatio[ 0 ];
}

/**
 * The input that the fields describe, without what the provider cannot do.
 *
 * @param draft       The fields.
 * @param options     What the provider can do.
 * @param referenceId The host's image.
 */
export function toInput(
	draft: ImageDraft,
	options: ImageOptions,
	referenceId?: number
): ImageInput {
	const { quality, style, background, outputFormat } = draft;
	const aspectRatio = chosenRatio( draft, options );
	return {
		prompt: draft.prompt.trim(),
		count: Math.min( draft.count, options.maxCount ),
		...( aspectRatio && { aspectRatio } ),
		...( quality && options.quality.includes( quality ) && { quality } ),
		...( style && options.style.includes( style ) && { style } ),
		...( background &&
			options.background.includes( background ) && { background } ),
		...( outputFormat &&
			options.outputFormat.includes( outputFormat ) && { outputFormat } ),
		...( draft.usesReference &&
			options.reference &&
			referenceId !== undefined && {
				referenceAttachmentId: referenceId,
			} ),
	};
}
