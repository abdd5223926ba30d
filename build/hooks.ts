/** Writes the reference of the plugin's hooks from their docblocks. */
import { writeFileSync } from 'node:fs';
import { pluginHooks } from './hooks/findHooks.ts';
import { writePage } from './hooks/writePage.ts';

writeFileSync( 'docs/hooks.md', writePage( pluginHooks() ) );
