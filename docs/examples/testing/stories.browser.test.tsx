import { composeStories } from '@storybook/react-vite';
import { test } from 'vitest';
import * as stories from './haiku-block.stories.tsx';

for ( const [ name, story ] of Object.entries( composeStories( stories ) ) ) {
	test( `the story ${ name } plays`, () => story.run() );
}
