import { expect, test } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import { PLACES, readVersions } from './pluginVersion.ts';

test( 'the plugin has the version of the package, wherever it says so', () => {
	expect( readVersions() ).toEqual( PLACES.map( () => manifest.version ) );
} );
