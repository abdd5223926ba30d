import {
	composeStories,
	setProjectAnnotations,
	type Preview,
} from '@storybook/react-vite';
import preview from '../.storybook/preview.tsx';
import * as contentPopover from '../stories/AIContentPopover.stories.tsx';
import * as imagePopover from '../stories/AIImagePopover.stories.tsx';
import * as blockEditor from '../stories/BlockEditor.stories.tsx';
import * as errorNotice from '../stories/ErrorNotice.stories.tsx';
import * as jobFeedback from '../stories/JobFeedback.stories.tsx';
import { LOOKS, type LookName } from './looks.ts';

/** One picture that is compared. */
interface Picture {
	/** Where its reference is, below `references/`. */
	readonly name: string;
	readonly look: LookName;
	/** Which part of the page it shows. */
	readonly selector: string;
	/** Shows the story, and has it play. */
	readonly play: () => Promise< void >;
}

/** The stories of a file, by their names. */
type Stories< Name extends string > = Readonly<
	Record< Name, { readonly run: () => Promise< void > } >
>;

setProjectAnnotations( preview );

const annotationsOf = ( look: LookName ): Preview => ( {
	initialGlobals: { direction: LOOKS[ look ].direction },
} );

/**
 * Pictures of some stories of a file.
 *
 * @param folder   Where the references are.
 * @param selector Which part of the page is shown.
 * @param compose  The file's stories.
 * @param wanted   Some of them, and how each is looked at.
 */
const picture = < Name extends string >(
	folder: string,
	selector: string,
	compose: ( annotations: Preview ) => Stories< Name >,
	wanted: readonly ( readonly [ NoInfer< Name >, ...LookName[] ] )[]
): readonly Picture[] =>
	wanted.flatMap( ( [ story, ...looks ] ) =>
		looks.map( ( look ) => ( {
			name: `${ folder }/${ story }${ look === 'plain' ? '' : `-${ look }` }`,
			look,
			selector,
			play: () => compose( annotationsOf( look ) )[ story ].run(),
		} ) )
	);

const POPOVER = '[role="dialog"]';
const PAGE = 'main';
const PANEL = '.story-block-editor__settings .components-panel__body';

/** The states in which something is drawn that no other has. */
export const PICTURES: readonly Picture[] = [
	...picture(
		'content',
		POPOVER,
		( annotations ) => composeStories( contentPopover, annotations ),
		[
			[ 'Idle', 'plain', 'narrow' ],
			[ 'PromptTooLong', 'plain' ],
			[ 'Processing', 'plain' ],
			[ 'Preview', 'plain', 'rtl' ],
			[ 'RefiningFailed', 'plain' ],
			[ 'FailedRetryable', 'plain', 'forced-colors' ],
			[ 'TooManyStarts', 'plain' ],
			[ 'CancelledWhileWriting', 'plain' ],
			[ 'TimedOut', 'plain' ],
		]
	),
	...picture(
		'image',
		POPOVER,
		( annotations ) => composeStories( imagePopover, annotations ),
		[
			[ 'Idle', 'plain' ],
			[ 'OneByOne', 'plain', 'rtl' ],
			[ 'Chosen', 'plain', 'forced-colors' ],
			[ 'SeveralChosen', 'narrow' ],
			[ 'Partial', 'plain' ],
			[ 'FailedRetryable', 'plain' ],
			[ 'CancelledInTheMiddle', 'plain' ],
			[ 'TimedOut', 'plain' ],
		]
	),
	...picture(
		'error',
		PAGE,
		( annotations ) => composeStories( errorNotice, annotations ),
		[ [ 'ForAdministrators', 'long' ] ]
	),
	...picture(
		'feedback',
		PAGE,
		( annotations ) => composeStories( jobFeedback, annotations ),
		[
			[ 'UnderWay', 'plain' ],
			[ 'BilledTimeout', 'plain' ],
			[ 'Cancelled', 'rtl' ],
		]
	),
	...picture(
		'panel',
		PANEL,
		( annotations ) => composeStories( blockEditor, annotations ),
		[
			[ 'FoundUnderWay', 'plain' ],
			[ 'FoundSeveral', 'plain', 'rtl', 'forced-colors' ],
			[ 'DismissForGood', 'plain' ],
		]
	),
];
