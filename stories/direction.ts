import { resetLocaleData, setLocaleData } from '@wordpress/i18n';
import ltr from '@wordpress/components/build-style/style.css?inline';
import rtl from '@wordpress/components/build-style/style-rtl.css?inline';

/**
 * Has the page read in a direction, as WordPress does: the document's `dir`,
 * the styles of @wordpress/components made for it, and what `isRTL()` says.
 *
 * @param direction The direction.
 */
export function applyDirection( direction: 'ltr' | 'rtl' ) {
	document.documentElement.dir = direction;
	document.documentElement.lang = 'en';
	const id = 'wp-components-styles';
	const style =
		document.getElementById( id ) ??
		document.head.insertBefore(
			Object.assign( document.createElement( 'style' ), { id } ),
			document.head.firstChild
		);
	style.textContent = direction === 'rtl' ? rtl : ltr;
	resetLocaleData();
	setLocaleData( { 'text direction\u0004ltr': [ direction ] } );
}
