import { registerCoreBlocks } from '@wordpress/block-library';
import { parse } from '@wordpress/blocks';
import { createReduxStore, createRegistry } from '@wordpress/data';
import { beforeAll, expect, test, vi } from 'vitest';
import { whenSaved } from './whenSaved.ts';

beforeAll( () => registerCoreBlocks() );

type Records = Readonly< Record< string, object > >;

interface Site {
	/** What it has, by the names of the records. */
	readonly saved: Records;
	/** How they are in the editor. */
	readonly edited: Records;
}

const paragraph = ( text: string ) =>
	`<!-- wp:paragraph -->\n<p>${ text }</p>\n<!-- /wp:paragraph -->`;
const OLD = paragraph( 'What was there.' );
const TEXT =
	paragraph( 'It rains. The <em>whole</em> city is wet.' ) +
	paragraph( 'Nobody minds.' );
const NEW = OLD + TEXT;

const post = ( content: string, meta: object = {} ): Records => ( {
	post: { content, meta, title: 'A post' },
} );

/** A post editor, in which a text was put into the post a moment ago. */
function openEditor( saved: Records, edited: Records, text = TEXT ) {
	const registry = createRegistry();
	registry.register(
		createReduxStore( 'core/editor', {
			reducer: ( state: null = null ) => state,
			selectors: {
				getCurrentPostType: () => 'post',
				getCurrentPostId: () => 1,
			},
		} )
	);
	const kinds = Object.keys( edited ).map( ( name ) => ( {
		kind: 'postType',
		name,
		key: 1,
	} ) );
	registry.register(
		createReduxStore( 'core', {
			reducer: (
				state: Site = { saved, edited },
				action: { type: string; saved?: Records; edited?: Records }
			) => ( {
				saved: action.saved ?? state.saved,
				edited: action.edited ?? state.edited,
			} ),
			actions: {
				set: ( change: Partial< Site > ) => ( {
					type: 'SET',
					...change,
				} ),
			},
			selectors: {
				__experimentalGetDirtyEntityRecords: () => kinds,
				getRawEntityRecord: (
					state: Site,
					_kind: string,
					name: string
				) => state.saved[ name ],
				getEditedEntityRecord: (
					state: Site,
					_kind: string,
					name: string
				) => state.edited[ name ],
			},
		} )
	);
	const isSaved = vi.fn();
	void whenSaved( registry, parse( text ) ).then( isSaved );
	return {
		isSaved,
		async change( change: Partial< Site > ) {
			registry.dispatch( 'core' )[ 'set' ]?.( change );
			await new Promise( ( resolve ) => setTimeout( resolve ) );
		},
	};
}

test( 'once the saved post has the text', async () => {
	const { change, isSaved } = openEditor( post( OLD ), post( NEW ) );
	await change( {} );
	expect( isSaved ).not.toHaveBeenCalled();
	await change( { saved: post( NEW ) } );
	expect( isSaved ).toHaveBeenCalledOnce();
} );

test( 'also where the editor serialises it when it is asked', async () => {
	const { change, isSaved } = openEditor( post( OLD ), {
		post: {
			content: ( { blocks }: { blocks: string } ) => blocks,
			blocks: NEW,
		},
	} );
	await change( { saved: post( NEW ) } );
	expect( isSaved ).toHaveBeenCalledOnce();
} );

test( 'also where the author has changed some of it', async () => {
	const { change, isSaved } = openEditor( post( OLD ), post( NEW ) );
	await change( {
		saved: post( NEW.replace( 'Nobody minds', 'Everybody minds' ) ),
	} );
	expect( isSaved ).toHaveBeenCalledOnce();
} );

test.for< [ string, string ] >( [
	[ 'Slow rain on old roofs.', 'Slow rain on red roofs.' ],
	[ 'Rain on the roof', 'Snow on the roof' ],
	[ '雨の音が静かな町に響く。', '雨の音が静かな村に響く。' ],
] )(
	'also where a word of one line was changed: %s',
	async ( [ text, now ] ) => {
		const { change, isSaved } = openEditor(
			post( OLD ),
			post( OLD + paragraph( text ) ),
			paragraph( text )
		);
		await change( { saved: post( `${ OLD } ` ) } );
		expect( isSaved ).not.toHaveBeenCalled();
		await change( { saved: post( OLD + paragraph( now ) ) } );
		expect( isSaved ).toHaveBeenCalledOnce();
	}
);

test( 'also where it takes the place of a longer one that said the same', async () => {
	const { change, isSaved } = openEditor(
		post( NEW ),
		post( paragraph( 'Nobody minds.' ) ),
		paragraph( 'Nobody minds.' )
	);
	await change( { saved: post( paragraph( 'Nobody minds.' ) ) } );
	expect( isSaved ).toHaveBeenCalledOnce();
} );

test( 'not where another post is saved that says something like it', async () => {
	const other = ( content: string ) => ( { page: { content } } );
	const { change, isSaved } = openEditor(
		{ ...post( OLD ), ...other( OLD ) },
		{ ...post( NEW ), ...other( OLD + paragraph( 'The city is wet.' ) ) }
	);
	await change( { saved: { ...post( OLD ), ...other( NEW ) } } );
	expect( isSaved ).not.toHaveBeenCalled();
	await change( { saved: { ...post( NEW ), ...other( NEW ) } } );
	expect( isSaved ).toHaveBeenCalledOnce();
} );

test.for< [ string, string, Records ] >( [
	[ 'it was undone', OLD, post( `${ OLD }${ OLD }` ) ],
	[
		'it is what was there before, and was undone',
		NEW,
		post( `${ NEW }${ OLD }` ),
	],
	[
		'most of it was taken out',
		OLD,
		post( OLD + paragraph( 'Nobody minds.' ) ),
	],
] )( 'not where %s', async ( [ , before, saved ] ) => {
	const { change, isSaved } = openEditor(
		post( before ),
		post( before + NEW )
	);
	await change( { saved } );
	expect( isSaved ).not.toHaveBeenCalled();
	await change( { saved: post( before + NEW ) } );
	expect( isSaved ).toHaveBeenCalledOnce();
} );

const INSTANCE = '<!-- wp:block {"ref":21} /-->';
const OVERRIDDEN = `<!-- wp:block {"ref":21,"content":{"Lead":{"content":"It rains. The \\u003cem\\u003ewhole\\u003c/em\\u003e city is wet. Nobody minds."}}} /-->`;
const META = {
	lead: 'It rains. The <em>whole</em> city is wet. Nobody minds.',
};

test.for< [ string, Records, Records ] >( [
	[ 'an override of a pattern', post( INSTANCE ), post( OVERRIDDEN ) ],
	[ "one of the post's fields", post( OLD ), post( OLD, META ) ],
	[
		'a template part',
		{ ...post( OLD ), wp_template_part: { content: OLD } },
		{ ...post( OLD ), wp_template_part: { content: NEW } },
	],
] )(
	'in %s, and not where only the rest is saved',
	async ( [ , before, after ] ) => {
		const { change, isSaved } = openEditor( before, after );
		await change( {
			saved: {
				...before,
				post: { ...before[ 'post' ], title: 'Another' },
			},
		} );
		expect( isSaved ).not.toHaveBeenCalled();
		await change( { saved: after } );
		expect( isSaved ).toHaveBeenCalledOnce();
	}
);

test( 'never where it cannot be seen what is saved', async () => {
	const { change, isSaved } = openEditor( post( OLD ), post( OLD ) );
	await change( { saved: post( `${ OLD }${ OLD }` ) } );
	expect( isSaved ).not.toHaveBeenCalled();
} );

test( 'at once where nothing is saved as posts are', async () => {
	await expect( whenSaved( createRegistry(), parse( TEXT ) ) ).resolves.toBe(
		undefined
	);
} );
