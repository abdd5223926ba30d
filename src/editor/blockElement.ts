const findCanvas = () =>
	document.querySelector< HTMLIFrameElement >(
		'iframe[name="editor-canvas"]'
	);

/**
 * A block's element, in the canvas where that is an iframe.
 *
 * @param clientId The block.
 */
export function findBlockElement( clientId: string ): HTMLElement | null {
	return ( findCanvas()?.contentDocument ?? document ).getElementById(
		`block-${ clientId }`
	);
}

/** How far from the canvas's edges, in px. */
const INSET = 24;

/** What a popover stands at when its block is gone: the canvas's upper corner. */
export const canvasCorner = {
	getBoundingClientRect() {
		const { x, y } =
			findCanvas()?.getBoundingClientRect() ?? new DOMRect( 0, 0 );
		return new DOMRect( x + INSET, y + INSET );
	},
};
