import { expect, test } from 'vitest';
import { finishedText } from './finishedText.ts';

test.each( [
	[ 'ready', true, 'Rain', 'Your text is ready: “Rain”' ],
	[ 'ready', false, 'Rain', 'Your images are ready: “Rain”' ],
	[ 'failed', true, 'Rain', 'No text was generated yet: “Rain”' ],
	[ 'failed', false, 'Rain', 'No image was generated yet: “Rain”' ],
	[
		'ready',
		true,
		' Rain\nin the city, as it falls on every single roof 🏠',
		'Your text is ready: “Rain in the city, as it falls on every…”',
	],
	[
		'ready',
		true,
		'🏠'.repeat( 41 ),
		`Your text is ready: “${ '🏠'.repeat( 39 ) }…”`,
	],
] as const )(
	'what is %s is told of by the start of its prompt (%#)',
	( sign, isText, prompt, text ) => {
		expect( finishedText( sign, isText, prompt ) ).toBe( text );
	}
);
