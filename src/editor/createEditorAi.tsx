import type { ComponentType } from 'react';
import { createRestTransport } from '../client/axios/index.ts';
import { createAiJobClient } from '../client/index.ts';
import { EditorAi } from './EditorAi.tsx';
import type { PopoverSwitch } from './popoverSwitch.ts';
import type { EditorSettings } from './settings.ts';

/**
 * Makes what follows jobs and shows popovers. All of it is loaded with the
 * first popover.
 *
 * @param settings      What the plugin printed.
 * @param popoverSwitch The switch that the editor's buttons move.
 */
export function createEditorAi(
	{ restRoot, nonce, nonceUrl }: EditorSettings,
	popoverSwitch: PopoverSwitch
): ComponentType {
	const client = createAiJobClient( {
		transport: createRestTransport( { root: restRoot, nonce, nonceUrl } ),
	} );
	return () => <EditorAi client={ client } popoverSwitch={ popoverSwitch } />;
}
