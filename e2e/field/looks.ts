import { expect, type Locator, type Page } from '@playwright/test';
import type { Editor } from '../editor.ts';

declare const wp: {
	readonly data: {
		readonly dispatch: ( store: string ) => {
			readonly createWarningNotice: ( text: string ) => unknown;
		};
	};
};

interface Box {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

/** Where something is drawn, in pixels of the window. */
export async function boxOf( locator: Locator ): Promise< Box > {
	const box = await locator.boundingBox();
	if ( ! box ) {
		throw new Error( 'It is not drawn.' );
	}
	return box;
}

export const overlap = ( a: Box, b: Box ) =>
	a.x < b.x + b.width &&
	b.x < a.x + a.width &&
	a.y < b.y + b.height &&
	b.y < a.y + a.height;

/** All of it is within the window, and nothing lies over its middle. */
export async function expectInSight(
	page: Page,
	...buttons: readonly Locator[]
) {
	const { width = 0, height = 0 } = page.viewportSize() ?? {};
	for ( const button of buttons ) {
		await expect
			.poll( async () => {
				const box = await boxOf( button );
				return (
					box.x >= 0 &&
					box.y >= 0 &&
					box.x + box.width <= width &&
					box.y + box.height <= height
				);
			} )
			.toBe( true );
		// What a click would reach, also where the button is still disabled.
		await expect
			.poll( () =>
				button.evaluate( ( element ) => {
					const box = element.getBoundingClientRect();
					return element.contains(
						document.elementFromPoint(
							box.x + box.width / 2,
							box.y + box.height / 2
						)
					);
				} )
			)
			.toBe( true );
	}
}

/** One of core's notices takes room above the canvas. */
export const noticed = ( { page }: Editor ) =>
	page.evaluate( () => {
		wp.data
			.dispatch( 'core/notices' )
			.createWarningNotice(
				'There is an autosave of this post that is more recent than the version below.'
			);
	} );

export const SCREENS = [
	{ width: 1366, height: 768 },
	{ width: 782, height: 768 },
	{ width: 360, height: 740 },
] as const;
