import { registerCoreBlocks } from '@wordpress/block-library';
import { serialize } from '@wordpress/blocks';
import { beforeAll, expect, test } from 'vitest';
import { planImageEdit, type ImageEditKind } from './imageEdit.ts';
import { readImageUses } from './imageUses.ts';
import type { Media } from './media.ts';
import type { Target } from './target.ts';
import { openTestPost } from './testPost.tsx';

beforeAll( () => registerCoreBlocks() );

const media = ( id: number, over: Partial< Media > = {} ): Media => ( {
	id,
	url: `https://example.org/${ id }.png`,
	alt: `Alt ${ id }`,
	caption: '',
	link: `https://example.org/?attachment_id=${ id }`,
	sizes: {
		medium: `https://example.org/${ id }-300.png`,
		large: `https://example.org/${ id }-1024.png`,
	},
	...over,
} );
const ONE = [ media( 8 ) ];
const TWO = [ media( 8 ), media( 9 ) ];

const EMPTY =
	'<!-- wp:image --><figure class="wp-block-image"><img alt=""/></figure><!-- /wp:image -->';
const FILLED = `<!-- wp:image {"id":5,"sizeSlug":"medium","linkDestination":"media","align":"wide","className":"is-style-rounded"} -->
<figure class="wp-block-image alignwide size-medium is-style-rounded"><a href="https://example.org/5.png"><img src="https://example.org/5-300.png" alt="Old" class="wp-image-5"/></a><figcaption class="wp-element-caption">Old <em>caption</em></figcaption></figure>
<!-- /wp:image -->`;
const GALLERY = `<!-- wp:gallery {"linkTo":"none"} -->
<figure class="wp-block-gallery has-nested-images columns-default is-cropped"><!-- wp:image {"id":5,"sizeSlug":"large","linkDestination":"none"} -->
<figure class="wp-block-image size-large"><img src="https://example.org/5.png" alt="" class="wp-image-5"/></figure>
<!-- /wp:image --></figure>
<!-- /wp:gallery -->`;
const COVER = `<!-- wp:cover {"url":"https://example.org/5.png","id":5,"dimRatio":30,"minHeight":400} -->
<div class="wp-block-cover" style="min-height:400px"><img class="wp-block-cover__image-background wp-image-5" alt="" src="https://example.org/5.png" data-object-fit="cover"/><span aria-hidden="true" class="wp-block-cover__background has-background-dim-30 has-background-dim"></span><div class="wp-block-cover__inner-container"><!-- wp:paragraph --><p>Words</p><!-- /wp:paragraph --></div></div>
<!-- /wp:cover -->`;
const EMPTY_COVER =
	'<!-- wp:cover --><div class="wp-block-cover"><span aria-hidden="true" class="wp-block-cover__background has-background-dim-100 has-background-dim"></span><div class="wp-block-cover__inner-container"></div></div><!-- /wp:cover -->';
const MEDIA_TEXT =
	'<!-- wp:media-text {"mediaPosition":"right","mediaWidth":30} --><div class="wp-block-media-text has-media-on-the-right is-stacked-on-mobile" style="grid-template-columns:auto 30%"><div class="wp-block-media-text__content"><!-- wp:paragraph --><p>Words</p><!-- /wp:paragraph --></div><figure class="wp-block-media-text__media"></figure></div><!-- /wp:media-text -->';

async function openPost(
	html: string,
	settings?: { templateLock?: 'all'; imageDefaultSize?: string }
) {
	const { edit, blocks, ...post } = await openTestPost( html, settings );
	const plan = (
		kind: ImageEditKind,
		target: Target,
		images: readonly Media[]
	) => planImageEdit( post.editor, kind, target, images );
	return {
		...post,
		plan,
		edit: (
			kind: ImageEditKind,
			target: Target,
			images: readonly Media[]
		) => edit( () => plan( kind, target, images ) ),
		uses: () => readImageUses( post.editor, post.at( 0 ) ),
		markup: () => serialize( blocks() ),
		/** The blocks by name, with those inside, and the images by their numbers. */
		outline: ( list = blocks() ): string =>
			list
				.map( ( { name, attributes, innerBlocks } ) =>
					[
						name.replace( 'core/', '' ),
						attributes[ 'id' ] && ` ${ attributes[ 'id' ] }`,
						name === 'core/gallery' &&
							`(${ innerBlocks
								.map( ( inner ) => inner.attributes[ 'id' ] )
								.join( ', ' ) })`,
					]
						.filter( Boolean )
						.join( '' )
				)
				.join( ', ' ),
	};
}

test( 'an empty image takes what core would give it, in one undo step', async () => {
	const post = await openPost( EMPTY );
	const clientId = post.at( 0 );
	post.edit( 'use', post.remember( clientId ), ONE );
	post.expectOneStep();
	expect( post.at( 0 ) ).toBe( clientId );
	expect( post.markup() ).toBe(
		`<!-- wp:image {"id":8,"sizeSlug":"large","linkDestination":"none"} -->
<figure class="wp-block-image size-large"><img src="https://example.org/8-1024.png" alt="Alt 8" class="wp-image-8"/></figure>
<!-- /wp:image -->`
	);
} );

test( 'the size that the site inserts images in is taken, and the full one where it was not made', async () => {
	const post = await openPost( EMPTY + EMPTY, {
		imageDefaultSize: 'medium',
	} );
	post.edit( 'use', post.remember( post.at( 0 ) ), ONE );
	post.edit( 'use', post.remember( post.at( 1 ) ), [
		media( 9, { sizes: {} } ),
	] );
	expect( post.markup() ).toContain( 'src="https://example.org/8-300.png"' );
	expect( post.markup() ).toContain( '"id":9,"sizeSlug":"full"' );
	expect( post.markup() ).toContain( 'src="https://example.org/9.png"' );
} );

test( 'another image keeps size, style, alignment and caption of the old one, and the link leads to it', async () => {
	const post = await openPost( FILLED );
	post.edit( 'use', post.remember( post.at( 0 ) ), ONE );
	post.expectOneStep();
	expect( post.markup() ).toBe(
		FILLED.replaceAll( '"id":5', '"id":8' )
			.replaceAll( '/5', '/8' )
			.replaceAll( 'wp-image-5', 'wp-image-8' )
			.replace( 'alt="Old"', 'alt="Alt 8"' )
	);
} );

test( 'a link to elsewhere stays', async () => {
	const post = await openPost(
		FILLED.replace( '"media"', '"custom"' ).replace(
			'https://example.org/5.png',
			'https://example.com'
		)
	);
	post.edit( 'use', post.remember( post.at( 0 ) ), ONE );
	expect( post.markup() ).toContain( '<a href="https://example.com">' );
} );

test( 'a caption that came along takes the place of the old one', async () => {
	const post = await openPost( FILLED );
	post.edit( 'use', post.remember( post.at( 0 ) ), [
		media( 8, { caption: 'New\ncaption' } ),
	] );
	expect( post.markup() ).toContain( '>New<br>caption</figcaption>' );
} );

test( 'a gallery takes the place of an empty image, and follows one that is not', async () => {
	const post = await openPost( EMPTY + FILLED );
	post.edit( 'gallery', post.remember( post.at( 0 ) ), TWO );
	post.expectOneStep();
	expect( post.outline() ).toBe( 'gallery(8, 9), image 5' );
	post.edit( 'gallery', post.remember( post.at( 1 ) ), TWO );
	expect( post.outline() ).toBe( 'gallery(8, 9), image 5, gallery(8, 9)' );
} );

test( 'a gallery is what core makes of its images', async () => {
	const post = await openPost( EMPTY );
	post.edit( 'gallery', post.remember( post.at( 0 ) ), ONE );
	expect( post.markup() ).toBe(
		`<!-- wp:gallery -->
<figure class="wp-block-gallery has-nested-images columns-default is-cropped"><!-- wp:image {"id":8,"sizeSlug":"large"} -->
<figure class="wp-block-image size-large"><img src="https://example.org/8-1024.png" alt="Alt 8" class="wp-image-8"/></figure>
<!-- /wp:image --></figure>
<!-- /wp:gallery -->`
	);
} );

test( 'several images in the place of one become a gallery that is aligned as it was', async () => {
	const post = await openPost( FILLED );
	post.edit( 'use', post.remember( post.at( 0 ) ), TWO );
	post.expectOneStep();
	expect( post.outline() ).toBe( 'gallery(8, 9)' );
	expect( post.markup() ).toContain( '{"sizeSlug":"medium","align":"wide"}' );
} );

test( 'a gallery takes more images, in one undo step', async () => {
	const post = await openPost( GALLERY );
	post.edit( 'use', post.remember( post.at( 0 ) ), TWO );
	post.expectOneStep();
	expect( post.outline() ).toBe( 'gallery(5, 8, 9)' );
} );

test( 'several images in the place of one of a gallery stay in it', async () => {
	const post = await openPost( GALLERY );
	post.edit( 'use', post.remember( post.at( 0, 0 ) ), TWO );
	post.expectOneStep();
	expect( post.outline() ).toBe( 'gallery(8, 9)' );
} );

test( 'a cover keeps what lies over its picture, and its words', async () => {
	const post = await openPost( COVER );
	post.edit( 'use', post.remember( post.at( 0 ) ), ONE );
	post.expectOneStep();
	expect( post.markup() ).toContain(
		'{"url":"https://example.org/8-1024.png","id":8,"alt":"Alt 8","dimRatio":30,"minHeight":400,"sizeSlug":"large"}'
	);
	expect( post.markup() ).toContain( '<p>Words</p>' );
} );

test( 'an empty cover lets its first picture be seen', async () => {
	const post = await openPost( EMPTY_COVER );
	post.edit( 'use', post.remember( post.at( 0 ) ), ONE );
	expect( post.markup() ).toContain( '"dimRatio":50' );
} );

test( 'media and text keeps its columns and its words', async () => {
	const post = await openPost( MEDIA_TEXT );
	post.edit( 'use', post.remember( post.at( 0 ) ), ONE );
	post.expectOneStep();
	expect( post.markup() ).toContain(
		'{"mediaPosition":"right","mediaId":8,"mediaLink":"https://example.org/?attachment_id=8","linkDestination":"none","mediaType":"image","mediaWidth":30}'
	);
	expect( post.markup() ).toContain(
		'<img src="https://example.org/8-1024.png" alt="Alt 8"'
	);
	expect( post.markup() ).toContain( '<p>Words</p>' );
} );

test( 'no picture is overwritten unasked that came meanwhile', async () => {
	const post = await openPost( EMPTY );
	const target = post.remember( post.at( 0 ) );
	await post.actions.updateBlockAttributes( post.at( 0 ), {
		id: 7,
		url: 'https://example.org/7.png',
	} );
	const plan = post.plan( 'use', target, ONE );
	expect( plan.doubt ).toBe( 'changed' );
	expect( post.outline() ).toBe( 'image 7' );
	if ( plan.doubt ) {
		plan.insert?.();
		expect( post.outline() ).toBe( 'image 7, image 8' );
		plan.anyway?.();
		expect( post.outline() ).toBe( 'image 8, image 8' );
	}
} );

test( 'words that were written over a cover meanwhile are no reason to ask', async () => {
	const post = await openPost( COVER );
	const target = post.remember( post.at( 0 ) );
	await post.actions.updateBlockAttributes( post.at( 0, 0 ), {
		content: 'Other words',
	} );
	post.edit( 'use', target, ONE );
	expect( post.markup() ).toContain( '<p>Other words</p>' );
} );

test( 'where the block is gone, the images can go to where it was', async () => {
	const post = await openPost( EMPTY + COVER + GALLERY );
	const empty = post.remember( post.at( 0 ) );
	const inGallery = post.remember( post.at( 2, 0 ) );
	await post.actions.removeBlock( empty.clientId );
	await post.actions.removeBlock( inGallery.clientId );
	for ( const [ target, images ] of [
		[ empty, ONE ],
		[ inGallery, TWO ],
	] as const ) {
		const plan = post.plan( 'use', target, images );
		expect( plan ).toMatchObject( { doubt: 'gone', anyway: null } );
		if ( plan.doubt ) {
			plan.insert?.();
		}
	}
	expect( post.outline() ).toBe( 'image 8, cover 5, gallery(8, 9)' );
} );

test( 'a block that is locked against edits, or shows what comes from elsewhere, is not changed', async () => {
	const locked = await openPost(
		EMPTY.replace( 'wp:image', 'wp:image {"lock":{"edit":true}}' )
	);
	expect( locked.uses() ).toMatchObject( {
		canUse: false,
		canInsertGallery: true,
	} );
	expect(
		locked.plan( 'use', locked.remember( locked.at( 0 ) ), ONE )
	).toMatchObject( { doubt: 'unfit', anyway: null } );

	const bound = await openPost(
		EMPTY.replace(
			'wp:image',
			'wp:image {"metadata":{"bindings":{"url":{"source":"core/post-meta","args":{"key":"x"}}}}}'
		)
	);
	expect( bound.uses().canUse ).toBe( false );
} );

test( 'in a locked template an image is filled, and nothing is inserted or replaced by a gallery', async () => {
	const post = await openPost( EMPTY, { templateLock: 'all' } );
	const target = post.remember( post.at( 0 ) );
	expect( post.uses() ).toMatchObject( {
		canUse: true,
		canInsertGallery: false,
	} );
	expect( post.plan( 'gallery', target, TWO ) ).toEqual( {
		doubt: 'unfit',
		anyway: null,
		insert: null,
	} );
	post.edit( 'use', target, ONE );
	expect( post.outline() ).toBe( 'image 8' );
} );

test( 'what is known of a picture goes along: its words, its number, its shape', async () => {
	expect( ( await openPost( FILLED ) ).uses() ).toMatchObject( {
		description: 'Old',
		attachmentId: 5,
		aspectRatio: undefined,
	} );
	expect(
		( await openPost( FILLED.replace( 'alt="Old"', 'alt=""' ) ) ).uses()
			.description
	).toBe( 'Old caption' );
	expect( ( await openPost( COVER ) ).uses() ).toMatchObject( {
		attachmentId: 5,
		aspectRatio: '16:9',
	} );
	const empty = await openPost( EMPTY );
	await empty.actions.updateBlockAttributes( empty.at( 0 ), {
		aspectRatio: '3/2',
	} );
	expect( empty.uses() ).toMatchObject( {
		attachmentId: null,
		aspectRatio: '3:2',
	} );
} );
