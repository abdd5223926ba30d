import type { ArgTypes } from '@storybook/react-vite';
import { fn } from 'storybook/test';
import type {
	AIContentPopoverProps,
	AIImagePopoverProps,
} from '../src/components/index.ts';
import { ASPECT_RATIOS } from '../src/protocol/index.ts';

/** A prop that is named here is changed by a control, or on purpose is not. */
type Controls< Props > = {
	readonly [ Name in keyof Required< Props > ]: NonNullable<
		ArgTypes< Props >[ Name ]
	>;
};

/** Of what is no value to type in. */
export const WITHOUT_CONTROL = {
	anchor: 'A place on the page: the story’s button.',
	onClose: 'Always there; the actions panel shows its calls.',
} as const;

const none = { control: false } as const;
const text = { control: 'text' } as const;

/** Whether the host handles it. */
const handled = {
	control: 'inline-radio',
	options: [ 'handled', 'not handled' ],
	mapping: { handled: fn(), 'not handled': undefined },
} as const;

const shared = {
	anchor: none,
	jobKey: text,
	context: { control: 'object' },
	onClose: none,
	initialPrompt: text,
	loginUrl: text,
	onLogIn: handled,
} as const;

export const contentControls: Controls< AIContentPopoverProps > = {
	...shared,
	onInsert: handled,
	onReplace: handled,
	onAppend: handled,
	insertLabel: text,
	replaceLabel: text,
	appendLabel: text,
};

export const imageControls: Controls< AIImagePopoverProps > = {
	...shared,
	onUse: handled,
	onInsertGallery: handled,
	onSetFeatured: handled,
	referenceAttachmentId: { control: { type: 'number', min: 1 } },
	aspectRatio: { control: 'select', options: ASPECT_RATIOS },
};
