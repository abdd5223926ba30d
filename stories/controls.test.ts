import { withCustomConfig } from 'react-docgen-typescript';
import { describe, expect, test } from 'vitest';
import { contentControls, imageControls, WITHOUT_CONTROL } from './controls.ts';

const docs = withCustomConfig( 'tsconfig.json', {
	// `key` and `ref` are React's.
	propFilter: ( { parent } ) => ! parent?.fileName.includes( '@types/react' ),
} );

const readProps = ( name: string ) => {
	const [ component ] = docs
		.parse( `src/components/${ name }/${ name }.tsx` )
		.filter( ( { displayName } ) => displayName === name );
	return component?.props ?? {};
};

describe.each( [
	[ 'AIContentPopover', contentControls ],
	[ 'AIImagePopover', imageControls ],
] )( '%s', ( name, controls ) => {
	const props = readProps( name );

	test( 'every prop has a control, or is named as one that has none', () => {
		expect( Object.keys( controls ).sort() ).toEqual(
			Object.keys( props ).sort()
		);
		const without = Object.entries( controls )
			.filter( ( [ , { control } ] ) => control === false )
			.map( ( [ prop ] ) => prop );
		expect( without.sort() ).toEqual(
			Object.keys( WITHOUT_CONTROL ).sort()
		);
	} );

	test( 'the source says of every prop what it is for', () => {
		expect(
			Object.values( props )
				.filter( ( { description } ) => description.length < 10 )
				.map( ( prop ) => prop.name )
		).toEqual( [] );
	} );
} );
