/** Core's blocks that are written in. */
export const TEXT_BLOCKS: ReadonlySet< string > = new Set( [
	'core/paragraph',
	'core/heading',
	'core/list',
	'core/list-item',
	'core/quote',
] );
