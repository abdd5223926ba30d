import { cdp, page } from 'vitest/browser';

/** How a page is looked at. */
interface Look {
	readonly viewport: readonly [ width: number, height: number ];
	readonly direction: 'ltr' | 'rtl';
	readonly hasForcedColors: boolean;
}

/** Wider than 782 px, from where on Popover does not fill the screen, and higher than any popover. */
const plain: Look = {
	viewport: [ 800, 1_000 ],
	direction: 'ltr',
	hasForcedColors: false,
};

export const LOOKS = {
	plain,
	rtl: { ...plain, direction: 'rtl' },
	narrow: { ...plain, viewport: [ 360, 740 ] },
	long: { ...plain, viewport: [ 800, 7_000 ] },
	'forced-colors': { ...plain, hasForcedColors: true },
} as const satisfies Record< string, Look >;

export type LookName = keyof typeof LOOKS;

/**
 * Has the page seen in a look; the direction is the story's to take.
 *
 * @param name The look's.
 */
export async function applyLook( name: LookName ) {
	const {
		viewport: [ width, height ],
		hasForcedColors,
	} = LOOKS[ name ];
	await page.viewport( width, height );
	await cdp().send( 'Emulation.setEmulatedMedia', {
		features: [
			{ name: 'prefers-reduced-motion', value: 'reduce' },
			{
				name: 'forced-colors',
				value: hasForcedColors ? 'active' : 'none',
			},
		],
	} );
}
