import { Path, SVG } from '@wordpress/components';

/** The sign for AI. */
export const sparkles = (
	<SVG viewBox="0 0 24 24" xmlns="http://www.w3.org/2000/svg">
		<Path d="M10 5.5 11.6 10l4.4 1.6-4.4 1.6L10 17.7l-1.6-4.5L4 11.6 8.4 10 10 5.5Zm7.5-2.5.8 2.2 2.2.8-2.2.8-.8 2.2-.8-2.2-2.2-.8 2.2-.8.8-2.2Zm0 11.5.8 2.2 2.2.8-2.2.8-.8 2.2-.8-2.2-2.2-.8 2.2-.8.8-2.2Z" />
	</SVG>
);
