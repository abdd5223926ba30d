import { version } from 'react';
import { version as domVersion } from 'react-dom';
import { expect, inject, test } from 'vitest';

test( 'these tests run on the React that they are said to run on', () => {
	const major = version.split( '.' )[ 0 ];
	expect( major ).toBe( inject( 'reactMajor' ) );
	expect( domVersion ).toBe( version );
} );
