import { Button } from '@wordpress/components';
import { useState } from 'react';
import { advance, storyJobs } from './storyJobs.ts';

const STEPS = [
	[ '+1 s', 1_000 ],
	[ '+10 s', 10_000 ],
	[ '+1 min', 60_000 ],
] as const;

/** Moves the story's time, where the toolbar says that it is moved by hand. */
export function ClockButtons() {
	const [ passedMs, setPassedMs ] = useState( 0 );
	return (
		<div className="story-clock" dir="ltr" role="group" aria-label="Time">
			<span>{ passedMs / 1_000 } s</span>
			{ STEPS.map( ( [ label, ms ] ) => (
				<Button
					key={ label }
					__next40pxDefaultSize
					variant="secondary"
					disabled={ ! storyJobs().clock }
					onClick={ async () => {
						await advance( ms );
						setPassedMs( ( passed ) => passed + ms );
					} }
				>
					{ label }
				</Button>
			) ) }
		</div>
	);
}
