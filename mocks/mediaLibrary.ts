import * as v from 'valibot';
import {
	maxCharacters,
	MAX_IMAGE_FIELD_LENGTHS as MAX,
} from '../src/protocol/index.ts';
import { invalidInput, Refusal } from './refusal.ts';
import type { ImportFault } from './scenario.ts';

const text = ( max: number ) => v.pipe( v.string(), maxCharacters( max ) );

const fieldsSchema = v.object( {
	alt: v.optional( text( MAX.alt ) ),
	title: v.optional( text( MAX.title ) ),
	caption: v.optional( text( MAX.caption ), '' ),
	description: v.optional( text( MAX.description ) ),
} );

/** An image of a job, on its way into the library. */
export interface ImageToImport {
	readonly jobId: string;
	readonly index: number;
	readonly width: number;
	readonly height: number;
	readonly alt: string;
	readonly prompt: string;
}

/** What an import answers. */
export interface WireAttachment {
	readonly attachment_id: number;
	readonly url: string;
	readonly width: number;
	readonly height: number;
	readonly mime_type: string;
	readonly alt: string;
	readonly title: string;
	readonly caption: string;
	readonly description: string;
}

/** The images that were imported. */
export interface MediaLibrary {
	readonly attachments: WireAttachment[];
	find: ( jobId: string, index: number ) => WireAttachment | null;
	/** Adds one, or plays the fault. */
	add: (
		image: ImageToImport,
		fields: unknown,
		fault: ImportFault | undefined
	) => WireAttachment;
	reset: () => void;
}

const FIRST_ID = 101;

/** Makes an empty library. */
export function createMediaLibrary(): MediaLibrary {
	const attachments: WireAttachment[] = [];
	const byImage = new Map< string, WireAttachment >();
	const keyOf = ( jobId: string, index: number ) => `${ jobId }/${ index }`;
	return {
		attachments,
		find: ( jobId, index ) => byImage.get( keyOf( jobId, index ) ) ?? null,
		add( image, body, fault ) {
			const fields = v.safeParse( fieldsSchema, body );
			if ( ! fields.success ) {
				const field = v.getDotPath( fields.issues[ 0 ] ) ?? 'body';
				throw invalidInput( field, fields.issues[ 0 ].message );
			}
			if ( fault === 'unusable' ) {
				throw new Refusal(
					422,
					'ai_job_image_unusable',
					'The image is damaged.'
				);
			}
			if ( fault === 'storage-failed' ) {
				throw new Refusal(
					500,
					'ai_job_storage_failed',
					'The image could not be stored.',
					{ retryable: true }
				);
			}
			const { jobId, index, width, height } = image;
			const {
				alt = image.alt,
				title = image.alt,
				caption,
				description = image.prompt,
			} = fields.output;
			const id = FIRST_ID + attachments.length;
			const attachment: WireAttachment = {
				attachment_id: id,
				url: `/wp-content/uploads/ai-jobs/${ id }-${ index }-${ width }x${ height }.png`,
				width,
				height,
				mime_type: 'image/png',
				alt,
				title,
				caption,
				description,
			};
			attachments.push( attachment );
			byImage.set( keyOf( jobId, index ), attachment );
			return attachment;
		},
		reset() {
			attachments.length = 0;
			byImage.clear();
		},
	};
}
