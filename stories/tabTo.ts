import { expect, userEvent } from 'storybook/test';

/** More than any popover has. */
const MOST_STOPS = 25;

/**
 * Goes on with Tab until something has the focus, as one does who uses the
 * keyboard alone.
 *
 * @param element What is to have it.
 */
export async function tabTo( element: HTMLElement ): Promise< void > {
	for (
		let stops = 0;
		stops < MOST_STOPS && element.ownerDocument.activeElement !== element;
		stops++
	) {
		await userEvent.tab();
	}
	await expect( element ).toHaveFocus();
}
