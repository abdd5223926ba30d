import { onlineManager } from '@tanstack/react-query';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, fn, screen, userEvent, waitFor, within } from 'storybook/test';
import { scenarios } from '../mocks/index.ts';
import {
	AIImagePopover,
	type AIImagePopoverProps,
} from '../src/components/index.ts';
import { imageControls } from './controls.ts';
import { EditorPage } from './EditorPage.tsx';
import { fails, jobs, plays } from './plays.ts';
import { closed, focused, inPopover } from './popover.ts';
import { advance, firstId, storyJobs } from './storyJobs.ts';
import { tabTo } from './tabTo.ts';

const meta = {
	title: 'AIImagePopover',
	component: AIImagePopover,
	argTypes: imageControls,
	render: ( args ) => (
		<EditorPage opener="Generate images" onClose={ args.onClose }>
			{ ( { anchor, close } ) => (
				<AIImagePopover
					{ ...args }
					anchor={ anchor }
					onClose={ close }
				/>
			) }
		</EditorPage>
	),
	args: {
		jobKey: 'block',
		context: { postId: 7, title: 'Weather' },
		onClose: fn(),
		onUse: fn(),
		onInsertGallery: fn(),
		onSetFeatured: fn(),
		loginUrl: '/wp-login.php',
		aspectRatio: '3:2',
	},
} satisfies Meta< typeof AIImagePopover >;

export default meta;

/** Shows no state of its own: not among the screenshots. Storybook reads it in this file. */
const FLOW = [ 'flow' ];

type Story = StoryObj< AIImagePopoverProps >;

const PROMPT = 'A red umbrella on a wet street';

const { dialog, button, field, press, says, typePrompt, progress } = inPopover(
	'Generate images with AI'
);
/** Its name is what it shows, then what it is called. */
const box = async ( name: string ) =>
	( await dialog() ).findByRole( 'checkbox', {
		name: new RegExp( `(^|\\s)${ name }$` ),
	} );

async function start() {
	await typePrompt( PROMPT );
	await press( 'Generate images' );
}

async function generate( count = 4 ) {
	await userEvent.selectOptions( await field( 'How many' ), String( count ) );
	await start();
	await says( 'Waiting for the site to begin…' );
}

/** So many images are there, and their previews are loaded. */
async function shows( count: number, name = 'Generated images' ) {
	const group = await (
		await dialog()
	).findByRole( 'group', { name, hidden: false } );
	await waitFor( () => {
		const pictures = [ ...group.querySelectorAll( 'img' ) ];
		return expect(
			pictures.filter( ( { naturalWidth } ) => naturalWidth > 0 )
		).toHaveLength( count );
	} );
	return group;
}

async function generated( count = 4 ) {
	await generate( count );
	await advance( 10_000 );
	return shows( count );
}

/** The whole way in real time, for playing by hand. */
export const Playground: Story = {
	tags: FLOW,
	parameters: jobs( {
		isLive: true,
		scenario: scenarios[ 'images-one-by-one' ],
	} ),
};

export const Idle: Story = {
	async play() {
		await focused( await field( 'Prompt' ) );
	},
};

/** What the provider cannot do is not offered. */
export const FewOptions: Story = {
	parameters: plays( {
		...scenarios.images,
		imageOptions: {
			aspect_ratio: [ '1:1' ],
			quality: [],
			style: [],
			background: [],
			reference: false,
		},
	} ),
	async play() {
		const { queryByLabelText, findByLabelText } = await dialog();
		await waitFor( () =>
			expect( queryByLabelText( 'Aspect ratio' ) ).toBeNull()
		);
		await expect( queryByLabelText( 'Style' ) ).toBeNull();
		await findByLabelText( 'How many' );
	},
};

/** Of a block that has an image already. */
export const WithAnImageToChange: Story = {
	args: { referenceAttachmentId: 12 },
	async play() {
		await userEvent.click( await field( 'Change the current image' ) );
	},
};

export const Demo: Story = {
	parameters: jobs( {
		scenario: {
			...scenarios.images,
			settingsUrl: '/wp-admin/options-general.php?page=wp-ai-jobs',
		},
	} ),
	async play() {
		await says( 'every image is a sample, made without an AI.' );
	},
};

export const PromptTooLong: Story = {
	async play() {
		await typePrompt( 'Rain. '.repeat( 700 ) );
		await says( /The prompt has 4,199 characters, 4,000 are possible/ );
		await expect( await button( 'Generate images' ) ).toHaveAttribute(
			'aria-disabled',
			'true'
		);
	},
};

export const LongPrompt: Story = {
	async play() {
		await typePrompt( 'Rain. '.repeat( 650 ) );
		await says( '3,899 of 4,000 characters' );
	},
};

/** Said before anything is paid for. */
export const NoUpload: Story = {
	parameters: plays( scenarios[ 'no-upload' ] ),
	async play() {
		await says( 'You are not allowed to add images to the media library.' );
		await typePrompt( PROMPT );
		await expect( await button( 'Generate images' ) ).toHaveAttribute(
			'aria-disabled',
			'true'
		);
	},
};

export const Starting: Story = {
	parameters: plays( { ...scenarios.images, startFaults: [ 'no-answer' ] } ),
	async play() {
		await start();
		await says( 'Handing the job to the site…' );
	},
};

export const Waiting: Story = {
	async play() {
		await generate();
	},
};

export const OneByOne: Story = {
	parameters: plays( scenarios[ 'images-one-by-one' ] ),
	async play() {
		await generate();
		await advance( 11_000 );
		await says( 'OpenAI is drawing… 2 of 4 finished.' );
		const group = await shows( 2 );
		// What is to come has its place already.
		const places = [
			...group.querySelectorAll( '.wp-ai-jobs-image__picture' ),
		].map( ( place ) => place.getBoundingClientRect() );
		await expect( places ).toHaveLength( 4 );
		for ( const { width, height } of places ) {
			await expect( width / height ).toBeCloseTo( 1.5, 1 );
		}
	},
};

export const Images: Story = {
	async play() {
		await focused( await generated() );
		await says( 'Choose one image or several.' );
	},
};

export const Chosen: Story = {
	async play() {
		await generated();
		await userEvent.click( await box( 'Image 2' ) );
		await expect( await field( 'Alternative text' ) ).toHaveValue( PROMPT );
	},
};

/** A gentle hint, no barrier. */
export const WithoutAlternativeText: Story = {
	async play() {
		await generated();
		await userEvent.click( await box( 'Image 2' ) );
		await userEvent.clear( await field( 'Alternative text' ) );
		await says( /Say what the image shows/ );
		await expect( await button( 'Use image' ) ).toBeEnabled();
	},
};

export const SeveralChosen: Story = {
	async play() {
		await generated();
		await userEvent.click( await box( 'Image 1' ) );
		await userEvent.click( await box( 'Image 4' ) );
		await expect( await button( 'Use image' ) ).toHaveAttribute(
			'aria-disabled',
			'true'
		);
		await expect( await button( 'Insert as gallery' ) ).toBeEnabled();
	},
};

/** The only image is the one that is meant. */
export const Single: Story = {
	async play() {
		await generated( 1 );
		await expect( await box( 'Image 1' ) ).toBeChecked();
		await button( 'Use image' );
	},
};

export const SingleTall: Story = {
	args: { aspectRatio: '9:16' },
	async play() {
		await generated( 1 );
	},
};

export const Enlarged: Story = {
	async play() {
		await generated();
		await press( 'Enlarge Image 3' );
		const modal = await screen.findByRole( 'dialog', { name: 'Image 3' } );
		await expect( within( modal ).getByRole( 'img' ) ).toBeVisible();
	},
};

export const Partial: Story = {
	parameters: plays( scenarios[ 'images-partial' ] ),
	async play() {
		await generate();
		await advance( 10_000 );
		await shows( 3 );
		await says( '1 of 4 images could not be made.' );
		await says( /declined to make this image/ );
	},
};

export const PartialRetryable: Story = {
	parameters: plays( {
		...scenarios.images,
		parts: [
			{ end: 'succeed', afterMs: 4_000 },
			{
				end: 'fail',
				afterMs: 4_000,
				code: 'provider_unavailable',
				message: 'As scripted.',
				retryable: true,
			},
		],
	} ),
	async play() {
		await generate( 2 );
		await advance( 10_000 );
		await shows( 1 );
		await button( 'Make the missing image again' );
	},
};

export const Refused: Story = {
	parameters: plays( scenarios[ 'images-refused' ] ),
	async play() {
		await generate();
		await advance( 10_000 );
		await says( 'The AI provider declined to make this image.' );
		await says( /real people, brands or violence/ );
		await press( 'Change the prompt' );
		await focused( await field( 'Prompt' ) );
	},
};

export const FailedRetryable: Story = {
	parameters: fails( {
		code: 'provider_timeout',
		retryable: true,
		mayBeBilled: true,
	} ),
	async play() {
		await generate();
		await advance( 10_000 );
		await says( 'The AI provider did not answer in time.' );
		await says( /ask for fewer images/ );
	},
};

export const Expired: Story = {
	parameters: plays( scenarios.expiry ),
	async play() {
		await generate();
		await advance( 300_000 );
		await says( /took longer than five minutes/ );
	},
};

export const TimedOut: Story = {
	parameters: plays(
		{
			...scenarios.images,
			parts: [
				{ end: 'succeed', afterMs: 4_000 },
				{ end: 'succeed', afterMs: 90_000 },
			],
		},
		{ cutoffMs: 60_000 }
	),
	async play() {
		await generate( 2 );
		await advance( 60_000 );
		await says( 'This takes longer than expected.' );
		await shows( 1 );
		await button( 'Keep waiting' );
	},
};

export const Cancelled: Story = {
	async play() {
		await generate();
		await press( 'Stop' );
		await says( 'The job was stopped.' );
		await says( /nothing is billed/ );
	},
};

/** What was made until then can be used. */
export const CancelledInTheMiddle: Story = {
	parameters: plays( scenarios[ 'images-one-by-one' ] ),
	async play() {
		await generate();
		await advance( 11_000 );
		await shows( 2 );
		await press( 'Stop' );
		await says( 'The job was stopped.' );
		await says( /2 images were finished before; they are here/ );
		await shows( 2 );
		await userEvent.click( await box( 'Image 1' ) );
		await expect( await button( 'Use image' ) ).toBeEnabled();
	},
};

export const Offline: Story = {
	parameters: plays( scenarios[ 'images-one-by-one' ] ),
	async play() {
		await generate();
		await advance( 6_000 );
		await shows( 1 );
		onlineManager.setOnline( false );
		await says( /You are offline/ );
	},
};

export const NoProvider: Story = {
	parameters: jobs( { scenario: scenarios[ 'no-provider' ] } ),
	async play() {
		await says( 'No AI provider for images is set up on this site.' );
	},
};

export const NotLoggedIn: Story = {
	async play() {
		await generate();
		storyJobs().backend.user = null;
		await advance( 5_000 );
		await says( /^You were logged out\. The job goes on/ );
	},
};

export const InLine: Story = {
	parameters: plays( scenarios.queued ),
	async play() {
		await start();
		await says( 'Waiting: number 3 in line. It starts by itself.' );
	},
};

/** The site's own sentence, and a button that counts down to when it helps. */
export const TooManyStarts: Story = {
	parameters: plays( scenarios[ 'rate-limited-start' ] ),
	async play() {
		await start();
		await says( /^You have 20 AI jobs under way/ );
		const again = await button( 'Try again' );
		await expect( again ).toHaveAttribute( 'aria-disabled', 'true' );
		await expect( again ).toHaveTextContent( 'in 1:00' );
	},
};

export const UsedInAnotherTab: Story = {
	async play() {
		await generated();
		const { otherTab } = storyJobs();
		await otherTab.acknowledge( otherTab.job( 'image', firstId() ) );
		await says(
			'What was generated here was used or dismissed in another tab.'
		);
		await focused( await field( 'Prompt' ) );
	},
};

export const ImportFails: Story = {
	parameters: plays( scenarios[ 'import-fails-once' ] ),
	async play() {
		await generated();
		await userEvent.click( await box( 'Image 1' ) );
		await userEvent.click( await box( 'Image 2' ) );
		await press( 'Insert as gallery' );
		await says( 'Image 1 was not added to the media library.' );
		await says( 'In the media library' );
	},
};

export const ImageUnusable: Story = {
	parameters: plays( { ...scenarios.images, importFaults: [ 'unusable' ] } ),
	async play() {
		await generated();
		await userEvent.click( await box( 'Image 1' ) );
		await press( 'Use image' );
		await says( /data is damaged/ );
	},
};

export const AddedToTheLibrary: Story = {
	async play() {
		await generated();
		await userEvent.click( await box( 'Image 1' ) );
		await press( 'Add to media library only' );
		await says( '1 image is in the media library.' );
		await says( 'In the media library' );
	},
};

export const InsertFails: Story = {
	args: { onUse: () => Promise.reject( new Error( 'The block is gone.' ) ) },
	async play() {
		await generated( 1 );
		await press( 'Use image' );
		await says( /could not be put into the post/ );
	},
};

/** What was paid for stays in reach. */
export const EarlierImages: Story = {
	async play() {
		await generated();
		await press( 'Try again' );
		await says( 'Waiting for the site to begin…' );
		await advance( 10_000 );
		await shows( 4 );
		await press( 'Show earlier images (4)' );
		await shows( 4, `Earlier images of “${ PROMPT }”` );
		await expect( storyJobs().backend.acknowledged() ).toEqual( [] );
	},
};

/** From the prompt to the host's hands, and only then acknowledged. */
export const GenerateAndUse: Story = {
	tags: FLOW,
	async play( { args } ) {
		await generated();
		await userEvent.click( await box( 'Image 2' ) );
		const { findByLabelText } = await dialog();
		const alt = await findByLabelText( 'Alternative text' );
		await userEvent.clear( alt );
		await userEvent.type( alt, 'An umbrella' );
		await userEvent.type(
			await findByLabelText( 'Title (optional)' ),
			'Rain'
		);
		await press( 'Use image' );
		await closed();
		const { backend } = storyJobs();
		await expect( args.onUse ).toHaveBeenCalledOnce();
		await expect( args.onUse ).toHaveBeenCalledWith( [
			expect.objectContaining( {
				attachmentId: 101,
				alt: 'An umbrella',
				title: 'Rain',
				width: 240,
				height: 160,
			} ),
		] );
		await expect( backend.imported() ).toHaveLength( 1 );
		await waitFor( () =>
			expect( backend.acknowledged() ).toHaveLength( 1 )
		);
	},
};

export const ImportFailsOnceThenGallery: Story = {
	tags: FLOW,
	parameters: ImportFails.parameters ?? {},
	async play( context ) {
		await ImportFails.play?.( context );
		await press( 'Try again' );
		await closed();
		await expect( storyJobs().backend.imported() ).toHaveLength( 2 );
		await expect( context.args.onInsertGallery ).toHaveBeenCalledWith( [
			expect.objectContaining( { attachmentId: 102 } ),
			expect.objectContaining( { attachmentId: 101 } ),
		] );
	},
};

/** Featured and used: two steps with one job, and the popover stays for the second. */
export const FeaturedThenUsed: Story = {
	tags: FLOW,
	async play( { args } ) {
		await generated();
		await userEvent.click( await box( 'Image 1' ) );
		await press( 'Set as featured image' );
		await says( 'The image is the featured image now.' );
		await userEvent.click( await box( 'Image 1' ) );
		await userEvent.click( await box( 'Image 3' ) );
		await press( 'Use image' );
		await closed();
		await expect( args.onSetFeatured ).toHaveBeenCalledWith(
			expect.objectContaining( { attachmentId: 101 } )
		);
		await expect( args.onUse ).toHaveBeenCalledWith( [
			expect.objectContaining( { attachmentId: 102 } ),
		] );
	},
};

/** The chosen image goes to the library first, then to the provider. */
export const ChangeAnImage: Story = {
	tags: FLOW,
	async play() {
		await generated();
		await userEvent.click( await box( 'Image 2' ) );
		await userEvent.type(
			await field( 'Change this image' ),
			'Make the sky darker'
		);
		await press( 'Change' );
		await says( 'Waiting for the site to begin…' );
		const { backend } = storyJobs();
		await expect( backend.imported() ).toHaveLength( 1 );
		await expect( backend.started()[ 1 ] ).toMatchObject( {
			input: {
				prompt: 'Make the sky darker',
				count: 1,
				aspect_ratio: '3:2',
				reference_attachment_id: 101,
			},
		} );
		await advance( 10_000 );
		await shows( 1 );
		await button( 'Show earlier images (4)' );
	},
};

/** An earlier image is used: the newer ones stay. */
export const UseAnEarlierImage: Story = {
	tags: FLOW,
	async play( context ) {
		await EarlierImages.play?.( context );
		await userEvent.click( await box( 'Earlier image 3' ) );
		await press( 'Use image' );
		await closed();
		const { backend } = storyJobs();
		await waitFor( () =>
			expect( backend.acknowledged() ).toHaveLength( 1 )
		);
		await expect( context.args.onUse ).toHaveBeenCalledOnce();
		await userEvent.click(
			screen.getByRole( 'button', { name: 'Generate images' } )
		);
		await shows( 4 );
		await expect(
			( await dialog() ).queryByText( /earlier images/ )
		).toBeNull();
	},
};

export const StopAndUseWhatIsThere: Story = {
	tags: FLOW,
	parameters: CancelledInTheMiddle.parameters ?? {},
	async play( context ) {
		await CancelledInTheMiddle.play?.( context );
		await press( 'Use image' );
		await closed();
		await expect( context.args.onUse ).toHaveBeenCalledOnce();
	},
};

/** No pointer: what the keyboard reaches is all that it takes. */
export const ByKeyboard: Story = {
	tags: FLOW,
	async play( { args } ) {
		const { keyboard, tab } = userEvent;
		await focused( await field( 'Prompt' ) );
		await keyboard( PROMPT );
		await keyboard( '{Control>}{Enter}{/Control}' );
		await says( 'Waiting for the site to begin…' );
		await keyboard( '{Escape}' );
		await closed();
		screen.getByRole( 'button', { name: 'Generate images' } ).focus();
		await keyboard( '{Enter}' );
		await focused( await progress() );
		await advance( 10_000 );
		await focused( await shows( 1 ) );
		await tab();
		await focused( await box( 'Image 1' ) );
		await keyboard( ' ' );
		await expect( await box( 'Image 1' ) ).not.toBeChecked();
		await keyboard( ' ' );
		await tab();
		const enlarge = await button( 'Enlarge Image 1' );
		await focused( enlarge );
		await keyboard( '{Enter}' );
		await screen.findByRole( 'dialog', { name: 'Image 1' } );
		await keyboard( '{Escape}' );
		await waitFor( () =>
			expect(
				screen.queryByRole( 'dialog', { name: 'Image 1' } )
			).toBeNull()
		);
		await focused( await button( 'Enlarge Image 1' ) );
		await tab();
		await focused( await field( 'Alternative text' ) );
		await tabTo( await button( 'Use image' ) );
		await keyboard( '{Enter}' );
		await closed();
		await expect( args.onUse ).toHaveBeenCalledOnce();
		await focused(
			screen.getByRole( 'button', { name: 'Generate images' } )
		);
	},
};
