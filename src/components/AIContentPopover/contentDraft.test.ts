import * as v from 'valibot';
import { expect, test } from 'vitest';
import {
	contentInputSchema,
	jobContextSchema,
	type ContentInput,
} from '../../protocol/index.ts';
import { emptyDraft, toDraft, toInput } from './contentDraft.ts';
import { toRefinement } from './toRefinement.ts';

const result = {
	content: 'Ein langer Text.',
	format: 'markdown',
	model: null,
	usage: null,
} as const;

test( 'fields that were left alone are not sent', () => {
	expect( toInput( emptyDraft( '  Rain ' ) ) ).toEqual( { prompt: 'Rain' } );
} );

test( 'fields that were chosen are sent', () => {
	expect(
		toInput( {
			...emptyDraft( 'Rain' ),
			tone: 'friendly',
			length: 'short',
			language: 'pt-BR',
			keywords: [ 'umbrella' ],
		} )
	).toEqual( {
		prompt: 'Rain',
		tone: 'friendly',
		length: 'short',
		language: 'pt-BR',
		keywords: [ 'umbrella' ],
	} );
} );

test( 'a refinement carries the text, keeps its language and passes the wire', () => {
	const { input, context } = toRefinement(
		'kürzer',
		result,
		emptyDraft( 'Regen' ),
		{ postId: 7, selectedText: 'an old selection' }
	);
	expect( input.prompt ).toContain( 'kürzer' );
	expect( input.prompt ).toContain( 'Keep the language' );
	expect( context ).toEqual( {
		postId: 7,
		selectedText: 'Ein langer Text.',
	} );
	expect( v.is( contentInputSchema, input ) ).toBe( true );
	expect( v.is( jobContextSchema, context ) ).toBe( true );
} );

test( 'a language that was chosen is not argued with', () => {
	const { input } = toRefinement(
		'shorter',
		result,
		{ ...emptyDraft( 'Regen' ), language: 'fr' },
		undefined
	);
	expect( input.language ).toBe( 'fr' );
	expect( input.prompt ).not.toContain( 'Keep the language' );
} );

test( 'an input becomes the draft that it came from', () => {
	const input: ContentInput = {
		prompt: 'Rain',
		tone: 'friendly',
		length: 'short',
		language: 'pt-BR',
		keywords: [ 'umbrella' ],
	};
	const draft = toDraft( input );
	expect( draft.sent ).toBe( input );
	expect( toInput( draft ) ).toEqual( input );
	expect( toDraft( { prompt: 'Rain' } ) ).toEqual( {
		...emptyDraft( 'Rain' ),
		sent: { prompt: 'Rain' },
	} );
} );

test.each( [ '', 'pt-BR' ] )(
	'of a refinement, the author’s own words alone come back (language "%s")',
	( language ) => {
		const { input } = toRefinement(
			'shorter\nand drier',
			result,
			{ ...emptyDraft( 'Rain' ), language },
			undefined
		);
		expect( toDraft( input ) ).toMatchObject( {
			prompt: '',
			instruction: 'shorter\nand drier',
			sent: null,
			language,
		} );
	}
);
