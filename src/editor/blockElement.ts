/**
 * A block's element, in the canvas where that is an iframe.
 *
 * @param clientId The block.
 */
export function findBlockElement( clientId: string ): HTMLElement | null {
	const canvas = document.querySelector< HTMLIFrameElement >(
		'iframe[name="editor-canvas"]'
	);
	return ( canvas?.contentDocument ?? document ).getElementById(
		`block-${ clientId }`
	);
}
