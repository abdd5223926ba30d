import { beforeEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { Transport } from '../../client/index.ts';
import {
	AiJobError,
	builtinJobTypes,
	parseCapabilities,
	parseSnapshot,
	type ImageFields,
	type ImportedImage,
} from '../../protocol/index.ts';
import { AIImagePopover, type AIImagePopoverProps } from './index.ts';
import { wireSnapshot } from '../../protocol/wireSnapshot.fixture.ts';
import {
	expectNoComplaints,
	findPopover,
	openPopover,
	opener,
} from '../popover.fixture.tsx';

/** One pixel. */
const PIXEL =
	'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

const image = ( index: number, over: object = {} ) => ( {
	index,
	width: 300,
	height: 200,
	mime_type: 'image/png',
	bytes: 100,
	preview_url: PIXEL,
	revised_prompt: null,
	alt: `Umbrella ${ index + 1 }`,
	attachment_id: null,
	...over,
} );
const images = ( ...indexes: readonly number[] ) => ( {
	images: indexes.map( ( index ) => image( index ) ),
	failures: [],
	model: 'demo',
} );

const snapshot = ( over: object = {} ) =>
	parseSnapshot(
		wireSnapshot( {
			id: 'job-1',
			type: 'image',
			poll_after_ms: 500,
			...over,
		} )
	);
const completed = ( result: object ) => ( { status: 'completed', result } );

const site = ( over: object = {} ) =>
	parseCapabilities( {
		types: {
			image: {
				available: true,
				provider: 'openai',
				label: 'OpenAI',
				demo: false,
				options: {
					aspect_ratio: [ '1:1', '3:2' ],
					quality: [],
					style: [ 'photo' ],
					background: [],
					output_format: [ 'png' ],
					max_count: 4,
					reference: true,
				},
				can_import: true,
				...over,
			},
		},
		settings_url: null,
	} );

const imported = (
	index: number,
	{ alt = '', title = '' }: ImageFields
): ImportedImage => ( {
	attachmentId: 100 + index,
	url: `/uploads/${ index }.png`,
	width: 300,
	height: 200,
	mimeType: 'image/png',
	alt,
	title,
	caption: '',
	description: '',
} );

/** Each start is a job of its own, `job-1` and so on; checks in order, the last repeats. */
function fakeTransport(
	checks: readonly object[],
	over: Partial< Transport > = {}
) {
	let started = 0;
	let asked = 0;
	const transport = {
		types: builtinJobTypes,
		repeatsStarts: false,
		start: vi.fn< Transport[ 'start' ] >( async () =>
			snapshot( {
				id: `job-${ ++started }`,
				status: 'pending',
				attempt: 0,
			} )
		),
		check: vi.fn< Transport[ 'check' ] >( async ( ids ) => {
			const answer = checks[ Math.min( asked++, checks.length - 1 ) ];
			return ids.map( ( id ) => snapshot( { id, ...answer } ) );
		} ),
		acknowledge: vi.fn< NonNullable< Transport[ 'acknowledge' ] > >(
			async () => {}
		),
		cancel: vi.fn( async () =>
			snapshot( {
				status: 'cancelled',
				may_be_billed: true,
				partial_result: images( 0 ),
			} )
		),
		capabilities: vi.fn( async () => site() ),
		importImage: vi.fn< NonNullable< Transport[ 'importImage' ] > >(
			async ( _id, index, fields ) => imported( index, fields )
		),
	};
	return Object.assign( transport, over );
}

const open = (
	transport: Transport,
	props: Partial< AIImagePopoverProps > = {}
) =>
	openPopover( transport, ( close ) => (
		<AIImagePopover jobKey="block" onClose={ close } { ...props } />
	) );

const { dialog, prompt, button, says } = findPopover(
	'Generate images with AI'
);
/** Its name is what it shows, then what it is called. */
const box = ( name: string ) =>
	dialog.getByRole( 'checkbox', { name: new RegExp( `${ name }$` ) } );
const gallery = dialog.getByRole( 'group', { name: 'Generated images' } );

async function generate( count = 2 ) {
	await prompt.fill( 'Rain' );
	await dialog.getByLabelText( 'How many' ).selectOptions( String( count ) );
	await button( 'Generate images' ).click();
}

beforeEach( () => page.viewport( 1_280, 900 ) );
expectNoComplaints();

test( 'the focus is in the prompt, and only what the provider can do is asked for', async () => {
	const transport = fakeTransport( [ {} ] );
	await open( transport, { aspectRatio: '3:2', context: { postId: 7 } } );
	await expect.element( prompt ).toHaveFocus();
	await expect
		.element( dialog.getByLabelText( 'Quality' ) )
		.not.toBeInTheDocument();
	await generate( 3 );
	await expect.element( button( 'Stop' ) ).toBeVisible();
	expect( transport.start.mock.calls[ 0 ]?.[ 0 ] ).toMatchObject( {
		type: 'image',
		input: { prompt: 'Rain', count: 3, aspectRatio: '3:2' },
		context: { postId: 7 },
	} );
} );

test( 'an image that is there is shown while the rest are made, and nothing jumps', async () => {
	let isOver = false;
	const check = vi.fn< Transport[ 'check' ] >( async () => [
		snapshot(
			isOver
				? completed( images( 0, 1 ) )
				: {
						progress: { fraction: 0.5, message: null },
						partial_result: images( 0 ),
					}
		),
	] );
	await open( fakeTransport( [], { check } ), { aspectRatio: '3:2' } );
	await generate();
	await says( 'OpenAI is drawing… 1 of 2 finished.' );
	await expect.element( box( 'Image 1' ) ).toBeVisible();
	const heights = () =>
		[ ...gallery.element().querySelectorAll( 'li' ) ].map(
			( { offsetHeight } ) => offsetHeight
		);
	const before = heights();
	expect( before ).toHaveLength( 2 );
	isOver = true;
	await expect.element( box( 'Image 2' ) ).toBeVisible();
	expect( heights() ).toEqual( before );
	await expect.element( gallery ).toHaveFocus();
} );

test( 'chosen images are imported once, handed over in order, and only then acknowledged', async () => {
	const transport = fakeTransport( [ completed( images( 0, 1, 2 ) ) ] );
	const onInsertGallery = vi.fn();
	await open( transport, { onUse: vi.fn(), onInsertGallery } );
	await generate( 3 );
	await box( 'Image 3' ).click();
	await box( 'Image 1' ).click();
	await dialog.getByLabelText( 'Alternative text' ).first().fill( ' Red ' );
	await dialog.getByLabelText( 'Title (optional)' ).first().fill( 'Rain' );
	await button( 'Add to media library only' ).click();
	await says( '2 images are in the media library.' );
	expect( transport.acknowledge ).not.toHaveBeenCalled();
	await button( 'Insert as gallery' ).click();
	await expect.element( dialog ).not.toBeInTheDocument();
	expect(
		transport.importImage.mock.calls.map( ( call ) => call.slice( 0, 3 ) )
	).toEqual( [
		[ 'job-1', 0, { alt: 'Red', title: 'Rain' } ],
		[ 'job-1', 2, { alt: 'Umbrella 3' } ],
	] );
	expect( onInsertGallery ).toHaveBeenCalledExactlyOnceWith( [
		imported( 0, { alt: 'Red', title: 'Rain' } ),
		imported( 2, { alt: 'Umbrella 3' } ),
	] );
	expect( transport.acknowledge ).toHaveBeenCalledOnce();
	await expect.element( opener ).toHaveFocus();
	await opener.click();
	await expect.element( prompt ).toHaveValue( '' );
} );

test( 'one that cannot be imported loses nothing, and is tried again alone', async () => {
	let isDown = true;
	const importImage = vi.fn< NonNullable< Transport[ 'importImage' ] > >(
		async ( _id, index, fields ) => {
			if ( index === 0 && isDown ) {
				throw new AiJobError( 'server', 'No.', { retryable: true } );
			}
			return imported( index, fields );
		}
	);
	const transport = fakeTransport( [ completed( images( 0, 1 ) ) ], {
		importImage,
	} );
	const onInsertGallery = vi.fn();
	await open( transport, { onInsertGallery } );
	await generate();
	await box( 'Image 1' ).click();
	await box( 'Image 2' ).click();
	await button( 'Insert as gallery' ).click();
	const notice = dialog.getByRole( 'group', {
		name: 'Image 1 was not added to the media library.',
	} );
	await expect.element( notice ).toHaveFocus();
	expect( onInsertGallery ).not.toHaveBeenCalled();
	isDown = false;
	await button( 'Try again' ).click();
	await expect.element( dialog ).not.toBeInTheDocument();
	expect( importImage.mock.calls.map( ( [ , index ] ) => index ) ).toEqual( [
		0, 1, 0,
	] );
	expect( onInsertGallery ).toHaveBeenCalledOnce();
} );

test( 'two clicks import once', async () => {
	const transport = fakeTransport( [ completed( images( 0 ) ) ] );
	const onUse = vi.fn();
	await open( transport, { onUse } );
	await generate( 1 );
	await expect.element( box( 'Image 1' ) ).toBeChecked();
	await button( 'Use image' ).dblClick();
	await expect.element( dialog ).not.toBeInTheDocument();
	expect( transport.importImage ).toHaveBeenCalledOnce();
	expect( onUse ).toHaveBeenCalledOnce();
} );

test( 'a host that fails keeps the images, and says where they are', async () => {
	const transport = fakeTransport( [ completed( images( 0 ) ) ] );
	await open( transport, {
		onUse: () => Promise.reject( new Error( 'The block is gone.' ) ),
	} );
	await generate( 1 );
	await button( 'Use image' ).click();
	await says( 'could not be put into the post' );
	await expect.element( box( 'Image 1' ) ).toBeVisible();
	expect( transport.acknowledge ).not.toHaveBeenCalled();
} );

test( 'what was paid for stays in reach, on the server, too', async () => {
	const transport = fakeTransport( [ completed( images( 0, 1 ) ) ] );
	const onUse = vi.fn();
	await open( transport, { onUse } );
	await generate();
	await button( 'Try again' ).click();
	await button( 'Show earlier images (2)' ).click();
	expect( transport.start ).toHaveBeenCalledTimes( 2 );
	expect( transport.acknowledge ).not.toHaveBeenCalled();
	await userEvent.keyboard( '{Escape}' );
	await opener.click();
	await box( 'Earlier image 2' ).click();
	await button( 'Use image' ).click();
	await expect.element( dialog ).not.toBeInTheDocument();
	expect( transport.importImage.mock.calls[ 0 ]?.slice( 0, 2 ) ).toEqual( [
		'job-1',
		1,
	] );
	// Of the two, the one that was used.
	expect( transport.acknowledge.mock.calls.map( ( [ id ] ) => id ) ).toEqual(
		[ 'job-1' ]
	);
	await opener.click();
	await expect.element( box( 'Image 2' ) ).toBeVisible();
} );

test( 'a failed start keeps the images of before in reach', async () => {
	const start = vi
		.fn< Transport[ 'start' ] >()
		.mockResolvedValueOnce( snapshot() )
		.mockRejectedValue(
			new AiJobError( 'network', 'No.', { retryable: true } )
		);
	await open( fakeTransport( [ completed( images( 0 ) ) ], { start } ), {
		onUse: vi.fn(),
	} );
	await generate( 1 );
	await button( 'Try again' ).click();
	await says( 'The site could not be reached.' );
	await button( 'Show earlier images (1)' ).click();
	await box( 'Earlier image 1' ).click();
	await expect.element( button( 'Use image' ) ).toBeEnabled();
} );

test( 'a stopped job shows what was made until then', async () => {
	const transport = fakeTransport( [
		{
			progress: { fraction: 0.5, message: null },
			partial_result: images( 0 ),
		},
	] );
	await open( transport, { onUse: vi.fn() } );
	await generate();
	await expect.element( box( 'Image 1' ) ).toBeVisible();
	await button( 'Stop' ).click();
	await says( '1 image was finished before; it is here.' );
	await box( 'Image 1' ).click();
	await expect.element( button( 'Use image' ) ).toBeEnabled();
} );

test( 'only the missing images are made again', async () => {
	const failure = {
		index: 1,
		code: 'provider_unavailable',
		message: 'No.',
		retryable: true,
	};
	const transport = fakeTransport( [
		completed( { ...images( 0, 2 ), failures: [ failure ] } ),
	] );
	await open( transport );
	await generate( 3 );
	await says( '1 of 3 images could not be made.' );
	await button( 'Make the missing image again' ).click();
	await expect.element( button( 'Show earlier images (2)' ) ).toBeVisible();
	expect( transport.start.mock.lastCall?.[ 0 ] ).toMatchObject( {
		input: { prompt: 'Rain', count: 1 },
	} );
} );

test( 'who may not upload is told before anything is paid for', async () => {
	const transport = fakeTransport( [], {
		capabilities: async () => site( { can_import: false } ),
	} );
	await open( transport );
	await says( 'You are not allowed to add images to the media library.' );
	await prompt.fill( 'Rain' );
	await userEvent.keyboard( '{Control>}{Enter}{/Control}' );
	await expect
		.element( button( 'Generate images' ) )
		.toHaveAttribute( 'aria-disabled', 'true' );
	expect( transport.start ).not.toHaveBeenCalled();
} );

test( 'a change needs the image in the media library first', async () => {
	const transport = fakeTransport( [ completed( images( 0, 1 ) ) ] );
	await open( transport );
	await generate();
	await box( 'Image 2' ).click();
	await dialog.getByLabelText( 'Change this image' ).fill( 'Darker' );
	await userEvent.keyboard( '{Enter}' );
	await expect.element( button( 'Show earlier images (2)' ) ).toBeVisible();
	expect( transport.start.mock.lastCall?.[ 0 ] ).toMatchObject( {
		input: {
			prompt: 'Darker',
			count: 1,
			referenceAttachmentId: 101,
		},
	} );
} );

test( 'where the provider cannot change images, nothing of it is offered', async () => {
	const options = {
		aspect_ratio: [],
		quality: [],
		style: [],
		background: [],
		output_format: [],
		max_count: 1,
		reference: false,
	};
	const transport = fakeTransport( [ completed( images( 0 ) ) ], {
		capabilities: async () => site( { options } ),
	} );
	await open( transport, { referenceAttachmentId: 12, onUse: vi.fn() } );
	await prompt.fill( 'Rain' );
	await expect
		.element( dialog.getByLabelText( 'How many' ) )
		.not.toBeInTheDocument();
	await expect
		.element( dialog.getByLabelText( 'Change the current image' ) )
		.not.toBeInTheDocument();
	await button( 'Generate images' ).click();
	await expect.element( button( 'Use image' ) ).toBeVisible();
	await expect
		.element( dialog.getByLabelText( 'Change this image' ) )
		.not.toBeInTheDocument();
	expect( transport.start.mock.calls[ 0 ]?.[ 0 ].input ).toEqual( {
		prompt: 'Rain',
		count: 1,
	} );
} );

test( 'Esc leaves the enlarged image, not the popover', async () => {
	await open( fakeTransport( [ completed( images( 0, 1 ) ) ] ) );
	await generate();
	await button( 'Enlarge Image 2' ).click();
	const enlarged = page.getByRole( 'dialog', { name: 'Image 2' } );
	await expect.element( enlarged ).toBeVisible();
	await userEvent.keyboard( '{Escape}' );
	await expect.element( enlarged ).not.toBeInTheDocument();
	await expect.element( button( 'Enlarge Image 2' ) ).toHaveFocus();
} );

test( 'a preview whose address is over gets a new one by itself, and the next job’s image its own', async () => {
	const at = ( url: string ) =>
		completed( {
			...images(),
			images: [ image( 0, { preview_url: url } ) ],
		} );
	const shown = dialog.getByRole( 'img' ).first();
	await open(
		fakeTransport( [
			at( 'data:image/png;base64,AAAA' ),
			at( `${ PIXEL }#fresh` ),
			at( `${ PIXEL }#next` ),
		] )
	);
	await generate( 1 );
	await expect.element( shown ).toHaveAttribute( 'src', `${ PIXEL }#fresh` );
	await expect
		.element( dialog.getByText( /preview could not be loaded/ ) )
		.not.toBeInTheDocument();
	await button( 'Try again' ).click();
	await expect.element( shown ).toHaveAttribute( 'src', `${ PIXEL }#next` );
} );

test( 'a preview that does not load can be loaded again', async () => {
	const broken = image( 0, { preview_url: 'data:image/png;base64,AAAA' } );
	await open(
		fakeTransport( [ completed( { ...images(), images: [ broken ] } ) ] )
	);
	await generate( 1 );
	await says( 'The preview could not be loaded. The image itself is safe.' );
	await button( 'Load it again' ).click();
	await expect.element( box( 'Image 1' ) ).toHaveFocus();
} );

test( 'an empty alternative text gets a hint, and stops nobody', async () => {
	const onUse = vi.fn();
	await open( fakeTransport( [ completed( images( 0 ) ) ] ), { onUse } );
	await generate( 1 );
	await dialog.getByLabelText( 'Alternative text' ).fill( '' );
	await says( 'Say what the image shows, for who cannot see it.' );
	await button( 'Use image' ).click();
	await expect.element( dialog ).not.toBeInTheDocument();
	expect( onUse ).toHaveBeenCalledExactlyOnceWith( [
		imported( 0, { alt: '' } ),
	] );
} );

test( 'each finished image and the end are announced', async () => {
	let made = 0;
	const check = vi.fn< Transport[ 'check' ] >( async () => [
		snapshot(
			made === 2
				? completed( images( 0, 1 ) )
				: {
						progress: { fraction: made / 2, message: null },
						partial_result: made > 0 ? images( 0 ) : null,
					}
		),
	] );
	await open( fakeTransport( [], { check } ) );
	const spoken = ( text: string ) =>
		expect
			.poll(
				() =>
					document.getElementById( 'a11y-speak-polite' )?.textContent
			)
			.toContain( text );
	await generate();
	await spoken( '0 of 2 finished.' );
	made = 1;
	await spoken( '1 of 2 finished.' );
	made = 2;
	await spoken( '2 images are ready.' );
} );
