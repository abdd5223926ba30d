import * as v from 'valibot';
import {
	AiJobError,
	imageInputSchema,
	parseImportedImage,
	type ImageFields,
	type ImportedImage,
	type StartRequest,
} from '../../protocol/index.ts';

/** Sizes that the classic backend's models make, in pixels; the nearest to each shape. */
const SQUARE = [ 1_024, 1_024 ] as const;
const LANDSCAPE = [ 1_536, 1_024 ] as const;
const PORTRAIT = [ 1_024, 1_536 ] as const;

/** The styles that the form has a word for. */
const STYLES: readonly ( string | undefined )[] = [ 'vivid', 'natural' ];

const text = v.nullish( v.string() );

/** An image job's result on the classic wire; one of address and base64 is null. */
export const classicImageResult = v.object( {
	images: v.array(
		v.object( {
			image_url: text,
			image_b64: text,
			revised_prompt: text,
			title: text,
			alt_tag: text,
			caption: text,
			description: text,
		} )
	),
	// An odd report is no reason to lose the images.
	usage: v.fallback(
		v.nullish(
			v.object( { input_tokens: v.number(), output_tokens: v.number() } )
		),
		null
	),
} );

type ClassicImageResult = v.InferOutput< typeof classicImageResult >;

const saved = v.looseObject( { attachment_id: v.number() } );

interface Asked {
	readonly prompt: string;
	readonly size: readonly [ number, number ];
	readonly count: number;
	readonly mimeType: string;
}

/** The images of a page's jobs: the classic wire knows an image by its data alone. */
export interface ClassicImages {
	/** The fields of a start. */
	readonly startFields: ( request: StartRequest ) => Record< string, string >;
	/** Remembers what was asked for. */
	readonly began: ( id: string, request: StartRequest ) => void;
	/** Whether a job is one of images. */
	readonly has: ( id: string ) => boolean;
	/** The result in our shape. */
	readonly readResult: ( id: string, result: ClassicImageResult ) => unknown;
	/** The fields that save an image; texts that are not given are the proposed ones. */
	readonly saveFields: (
		id: string,
		index: number,
		fields: ImageFields
	) => Record< string, string >;
	readonly readSaved: ( id: string, data: unknown ) => ImportedImage;
}

/** Translates between image jobs and the classic form. */
export function createClassicImages(): ClassicImages {
	const asked = new Map< string, Asked >();
	const results = new Map< string, ClassicImageResult[ 'images' ] >();
	const sizeOf = ( id: string ) => {
		const [ width, height ] = asked.get( id )?.size ?? SQUARE;
		return { width, height };
	};

	return {
		startFields( request ) {
			const input = readInput( request );
			if ( input.referenceAttachmentId !== undefined ) {
				throw new AiJobError(
					'unsupported',
					'This site’s AI backend cannot change an image.',
					{ field: 'input.referenceAttachmentId' }
				);
			}
			const { prompt, size, count } = readAsked( request );
			const { quality, style, background, outputFormat } = input;
			const hasField = STYLES.includes( style );
			return {
				prompt:
					style && ! hasField
						? `${ prompt }\n\nStyle: ${ style }.`
						: prompt,
				size: size.join( 'x' ),
				image_count: String( count ),
				...( quality && { quality } ),
				...( style && hasField && { style } ),
				...( background && { background } ),
				...( outputFormat && { output_format: outputFormat } ),
			};
		},
		began( id, request ) {
			asked.set( id, readAsked( request ) );
		},
		has: ( id ) => asked.has( id ),
		readResult( id, { images, usage } ) {
			results.set( id, images );
			const mimeType = asked.get( id )?.mimeType ?? 'image/png';
			return {
				images: images.flatMap( ( image, index ) => {
					const base64 = image.image_b64 ?? '';
					const preview =
						image.image_url ||
						( base64 && `data:${ mimeType };base64,${ base64 }` );
					return preview
						? [
								{
									index,
									...sizeOf( id ),
									mime_type: mimeType,
									bytes: Math.floor(
										( base64.length * 3 ) / 4
									),
									preview_url: preview,
									revised_prompt:
										image.revised_prompt ?? null,
									alt: image.alt_tag ?? null,
									title: image.title,
									caption: image.caption,
									description: image.description,
									attachment_id: null,
								},
							]
						: [];
				} ),
				failures: [],
				model: null,
				usage,
			};
		},
		saveFields( id, index, fields ) {
			const image = results.get( id )?.[ index ];
			if ( ! image ) {
				throw new AiJobError(
					'not_found',
					'The page does not have this image any more.'
				);
			}
			const { image_url: url, image_b64: base64 } = image;
			return Object.fromEntries(
				Object.entries( {
					image_url: url,
					image_b64: url ? undefined : base64,
					prompt: asked.get( id )?.prompt ?? image.revised_prompt,
					alt_tag: fields.alt ?? image.alt_tag,
					title: fields.title ?? image.title,
					caption: fields.caption ?? image.caption,
					description: fields.description ?? image.description,
				} ).flatMap( ( [ name, value ] ) =>
					typeof value === 'string' ? [ [ name, value ] ] : []
				)
			);
		},
		readSaved( id, data ) {
			const image = v.safeParse( saved, data );
			return parseImportedImage(
				image.success
					? {
							url: '',
							alt: '',
							title: '',
							caption: '',
							description: '',
							mime_type: asked.get( id )?.mimeType ?? 'image/png',
							...sizeOf( id ),
							...image.output,
						}
					: data
			);
		},
	};
}

const readInput = ( { input }: StartRequest ) =>
	v.parse( imageInputSchema, input );

function readAsked( request: StartRequest ): Asked {
	const {
		prompt,
		count = 1,
		aspectRatio = '1:1',
		outputFormat = 'png',
	} = readInput( request );
	const [ across = 1, down = 1 ] = aspectRatio.split( ':' ).map( Number );
	let size: Asked[ 'size' ] = SQUARE;
	if ( across !== down ) {
		size = across > down ? LANDSCAPE : PORTRAIT;
	}
	return { prompt, count, size, mimeType: `image/${ outputFormat }` };
}
