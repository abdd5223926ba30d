const findCanvas = () =>
	document.querySelector< HTMLIFrameElement >(
		'iframe[name="editor-canvas"]'
	);

/** The document that is written in: the canvas's, where that is an iframe. */
export const canvasDocument = (): Document =>
	findCanvas()?.contentDocument ?? document;

/**
 * A block's element, in the canvas where that is an iframe.
 *
 * @param clientId The block.
 */
export const findBlockElement = ( clientId: string ): HTMLElement | null =>
	canvasDocument().getElementById( `block-${ clientId }` );

/**
 * What a popover stands at when there is no block for it: the line at which
 * the post's content begins, as far as that is in sight. In the canvas's
 * corner it would cover the title.
 */
export const contentStart = {
	getBoundingClientRect() {
		const frame = findCanvas()?.getBoundingClientRect();
		const content = canvasDocument()
			.querySelector( '.is-root-container' )
			?.getBoundingClientRect();
		return new DOMRect(
			( frame?.x ?? 0 ) + ( content?.x ?? 0 ),
			( frame?.y ?? 0 ) + Math.max( content?.y ?? 0, 0 ),
			content?.width ?? 0
		);
	},
};
