import type { DataRegistry } from '@wordpress/data';
import type { ImportedImage } from '../protocol/index.ts';

/** An image of the media library, with what blocks want to know of it. */
export interface Media {
	readonly id: number;
	/** In full size. */
	readonly url: string;
	readonly alt: string;
	/** HTML. */
	readonly caption: string;
	/** The page of the attachment; undefined where the site does not tell. */
	readonly link: string | undefined;
	/** The addresses of its sub-sizes by their slugs, such as `large`. */
	readonly sizes: Readonly< Record< string, string > >;
}

/** What we read of core's answer for an attachment. */
interface Attachment {
	readonly link?: string;
	readonly media_details?: {
		readonly sizes?: Readonly<
			Record< string, { readonly source_url: string } >
		>;
	};
}

/**
 * Asks the site which sizes it made of an image. The blocks ask the same when
 * they show it, and find the answer there; a site that does not answer costs
 * the sizes, not the image.
 *
 * @param registry The editor's stores.
 * @param image    An image that was imported.
 */
export async function readMedia(
	registry: DataRegistry,
	{ attachmentId, url, alt, caption }: ImportedImage
): Promise< Media > {
	const attachment = await readAttachment( registry, attachmentId );
	return {
		id: attachmentId,
		url,
		alt,
		caption,
		link: attachment?.link,
		sizes: Object.fromEntries(
			Object.entries( attachment?.media_details?.sizes ?? {} ).map(
				( [ slug, size ] ) => [ slug, size.source_url ]
			)
		),
	};
}

async function readAttachment(
	{ resolveSelect }: DataRegistry,
	id: number
): Promise< Attachment | null > {
	try {
		// By its name: as a dependency, its package would be one more script to load.
		const attachment: Attachment | undefined = await resolveSelect(
			'core'
		)[ 'getEntityRecord' ]?.( 'postType', 'attachment', id, {
			context: 'view',
		} );
		return attachment ?? null;
	} catch {
		return null;
	}
}
