import type { Block } from '@wordpress/blocks';
import { RichTextData } from '@wordpress/rich-text';
import type { Media } from './media.ts';

type Attributes = Readonly< Record< string, unknown > >;

/** The picture that a block shows. */
export interface Picture {
	/** The attachment's number; null for one that is not in the media library. */
	readonly id: number | null;
	readonly alt: string;
	/** HTML. */
	readonly caption: string;
}

interface PictureBlock {
	/** Null where the block shows none. */
	readonly read: ( attributes: Attributes ) => Picture | null;
	/**
	 * The attributes that show another picture; what they do not name stays.
	 *
	 * @param media       The picture.
	 * @param attributes  Those of the block.
	 * @param defaultSize The size that the site inserts images in.
	 */
	readonly change: (
		media: Media,
		attributes: Attributes,
		defaultSize: string
	) => Attributes;
}

const text = ( value: unknown ) => String( value ?? '' );
const number = ( value: unknown ) =>
	typeof value === 'number' ? value : null;

/** The first size of these that the site made. */
const pickSize = ( { sizes }: Media, ...slugs: readonly unknown[] ) =>
	slugs.find(
		( slug ): slug is string => typeof slug === 'string' && slug in sizes
	) ?? 'full';

const urlOf = ( media: Media, size: string ) =>
	media.sizes[ size ] ?? media.url;

/**
 * The attributes of a core/image that show a picture. A caption that there is
 * stays where none came.
 *
 * @param media The picture.
 * @param sizes Slugs of sizes; the first that there is will do, else the full one.
 */
export function imageAttributes(
	media: Media,
	...sizes: readonly unknown[]
): Attributes {
	const { id, alt, caption } = media;
	const sizeSlug = pickSize( media, ...sizes );
	return {
		id,
		url: urlOf( media, sizeSlug ),
		alt,
		...( caption !== '' && {
			caption: RichTextData.fromHTMLString(
				caption.replaceAll( '\n', '<br>' )
			),
		} ),
		sizeSlug,
	};
}

/** A link to the old picture leads to the new one; any other stays. */
function changeLink(
	{ url, link }: Media,
	{ href, linkDestination = href ? 'custom' : 'none' }: Attributes
): Attributes {
	const linked: Attributes = { media: url, attachment: link, custom: href };
	return { linkDestination, href: linked[ text( linkDestination ) ] };
}

/** Core's blocks that show one picture, each with attributes of its own. */
const PICTURE_BLOCKS: Readonly< Record< string, PictureBlock > > = {
	'core/image': {
		read: ( { url, id, alt, caption } ) =>
			url
				? {
						id: number( id ),
						alt: text( alt ),
						caption: text( caption ),
					}
				: null,
		change: ( media, attributes, defaultSize ) => ( {
			...imageAttributes( media, attributes[ 'sizeSlug' ], defaultSize ),
			...changeLink( media, attributes ),
			// An upload that was under way.
			blob: undefined,
		} ),
	},
	'core/cover': {
		read: ( { url, id, alt, backgroundType } ) =>
			url
				? {
						id: backgroundType === 'image' ? number( id ) : null,
						alt: text( alt ),
						caption: '',
					}
				: null,
		change( media, attributes, defaultSize ) {
			const { url, dimRatio } = attributes;
			const sizeSlug = pickSize(
				media,
				attributes[ 'sizeSlug' ],
				defaultSize
			);
			return {
				id: media.id,
				url: urlOf( media, sizeSlug ),
				alt: media.alt,
				sizeSlug,
				backgroundType: 'image',
				useFeaturedImage: false,
				focalPoint: undefined,
				// As core does: what lay over nothing would hide the picture.
				dimRatio: ! url && dimRatio === 100 ? 50 : dimRatio,
			};
		},
	},
	'core/media-text': {
		read: ( { mediaUrl, mediaId, mediaAlt, mediaType } ) =>
			mediaUrl
				? {
						id: mediaType === 'image' ? number( mediaId ) : null,
						alt: text( mediaAlt ),
						caption: '',
					}
				: null,
		change( media, attributes ) {
			const { mediaSizeSlug } = attributes;
			const size = pickSize( media, mediaSizeSlug, 'large' );
			return {
				mediaId: media.id,
				mediaUrl: urlOf( media, size ),
				mediaAlt: media.alt,
				mediaType: 'image',
				mediaLink: media.link,
				...( mediaSizeSlug !== undefined && { mediaSizeSlug: size } ),
				useFeaturedImage: false,
				focalPoint: undefined,
				...changeLink( media, attributes ),
			};
		},
	},
};

/** The blocks that show images. */
export const IMAGE_BLOCKS: ReadonlySet< string > = new Set( [
	...Object.keys( PICTURE_BLOCKS ),
	'core/gallery',
] );

/**
 * How a block keeps its picture.
 *
 * @param block Any.
 * @return Undefined for a block that is not made for one picture.
 */
export const pictureBlock = ( { name }: Block ): PictureBlock | undefined =>
	PICTURE_BLOCKS[ name ];

/**
 * The picture that a block shows.
 *
 * @param block Any.
 */
export const readPicture = ( block: Block ): Picture | null =>
	pictureBlock( block )?.read( block.attributes ) ?? null;
