import { __ } from '@wordpress/i18n';
import type { Explanation } from '../ErrorNotice/index.ts';

/** Said before anything is generated that could not be used. */
export const explainNoUpload = (): Explanation => ( {
	happened: __(
		'You are not allowed to add images to the media library.',
		'wp-ai-jobs'
	),
	safe: '',
	next: __(
		'So none are generated here. Ask an administrator for the right to upload files.',
		'wp-ai-jobs'
	),
	remedy: 'none',
} );
