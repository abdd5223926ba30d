import { Circle, Path, SVG } from '@wordpress/components';
import type { Sign } from './popoverSwitch.ts';

/**
 * The sign for AI, with a mark for a job that runs or is over: a ring, a dot,
 * or, where something went wrong, a dot that is cut through.
 *
 * @param sign What the job is at.
 */
export const sparkles = ( sign: Sign | null = null ) => (
	<SVG viewBox="0 0 24 24" xmlns="http://www.w3.org/2000/svg">
		<Path d="M10 5.5 11.6 10l4.4 1.6-4.4 1.6L10 17.7l-1.6-4.5L4 11.6 8.4 10 10 5.5Zm7.5-2.5.8 2.2 2.2.8-2.2.8-.8 2.2-.8-2.2-2.2-.8 2.2-.8.8-2.2Z" />
		{ sign === null || sign === 'stopped' ? (
			<Path d="m17.5 14.5.8 2.2 2.2.8-2.2.8-.8 2.2-.8-2.2-2.2-.8 2.2-.8.8-2.2Z" />
		) : (
			<Circle
				className={ `wp-ai-jobs-sign is-${ sign }` }
				cx="18"
				cy="18"
				r="3"
			/>
		) }
		{ sign === 'failed' && (
			<Path className="wp-ai-jobs-sign__cut" d="m15.5 20.5 5-5" />
		) }
	</SVG>
);
