import { Context } from 'typedoc';

/**
 * A plugin of TypeDoc's. A property that a schema's type has from both sides
 * of an intersection has its one declaration twice; TypeDoc takes that for two
 * and warns of a comment too many.
 */
export function load() {
	const { getComment } = Context.prototype;
	Context.prototype.getComment = function ( symbol, kind ) {
		if ( symbol.declarations ) {
			symbol.declarations = [ ...new Set( symbol.declarations ) ];
		}
		return getComment.call( this, symbol, kind );
	};
}
