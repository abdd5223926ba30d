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

/** Its entries vary with the model. */
const listed = v.array(
	v.object( {
		url: v.optional( v.string() ),
		b64_json: v.optional( v.string() ),
		revised_prompt: v.nullish( v.string() ),
	} )
);

const saved = v.looseObject( { attachment_id: v.number() } );

interface Asked {
	readonly prompt: string;
	readonly size: readonly [ number, number ];
	readonly count: number;
	readonly mimeType: string;
}

/** Where an image is until it is saved. */
interface Source {
	readonly url: string | undefined;
	readonly base64: string | undefined;
}

/** The images of a page's jobs: the classic wire knows an image by its data alone. */
export interface ClassicImages {
	/** The fields of a start. */
	readonly startFields: ( request: StartRequest ) => Record< string, string >;
	/** Remembers what was asked for. */
	readonly began: ( id: string, request: StartRequest ) => void;
	/** The result in our shape; what is no list of images is left as it is. */
	readonly readResult: ( id: string, result: unknown ) => unknown;
	/** The fields that save an image. */
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
	const sources = new Map< string, readonly Source[] >();
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
			return {
				prompt,
				size: size.join( 'x' ),
				image_count: String( count ),
				...( quality && { quality } ),
				...( style && { style } ),
				...( background && { background } ),
				...( outputFormat && { output_format: outputFormat } ),
			};
		},
		began( id, request ) {
			asked.set( id, readAsked( request ) );
		},
		readResult( id, result ) {
			const images = v.safeParse( listed, result );
			if ( ! images.success ) {
				return result;
			}
			const mimeType = asked.get( id )?.mimeType ?? 'image/png';
			const entries = images.output.map( ( entry, index ) => ( {
				index,
				url: entry.url,
				base64: entry.b64_json,
				revisedPrompt: entry.revised_prompt ?? null,
			} ) );
			sources.set( id, entries );
			return {
				images: entries.flatMap(
					( { index, url, base64, revisedPrompt } ) => {
						const preview =
							url ??
							( base64 &&
								`data:${ mimeType };base64,${ base64 }` );
						return preview
							? [
									{
										index,
										...sizeOf( id ),
										mime_type: mimeType,
										bytes:
											( ( base64?.length ?? 0 ) * 3 ) / 4,
										preview_url: preview,
										revised_prompt: revisedPrompt,
										alt: null,
										attachment_id: null,
									},
								]
							: [];
					}
				),
				failures: [],
				model: null,
			};
		},
		saveFields( id, index, { alt, title, caption, description } ) {
			const source = sources.get( id )?.[ index ];
			if ( ! source ) {
				throw new AiJobError(
					'not_found',
					'The page does not have this image any more.'
				);
			}
			const fields = {
				image_url: source.url,
				image_b64: source.url === undefined ? source.base64 : undefined,
				prompt: asked.get( id )?.prompt,
				alt_tag: alt,
				title,
				caption,
				description,
			};
			return Object.fromEntries(
				Object.entries( fields ).flatMap( ( [ name, value ] ) =>
					value === undefined ? [] : [ [ name, value ] ]
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
