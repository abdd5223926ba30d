import type { ComponentType } from 'react';
import { createRestTransport } from '../client/axios/index.ts';
import { createAiJobClient, shareAcrossTabs } from '../client/index.ts';
import { EditorAi } from './EditorAi.tsx';
import { tabsName } from './otherTabs.ts';
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
	settings: EditorSettings,
	popoverSwitch: PopoverSwitch
): ComponentType {
	const { restRoot, nonce, nonceUrl } = settings;
	const transport = createRestTransport( {
		root: restRoot,
		nonce,
		nonceUrl,
	} );
	const name = tabsName( settings );
	const client = createAiJobClient( {
		transport: name ? shareAcrossTabs( transport, { name } ) : transport,
	} );
	return () => (
		<EditorAi
			client={ client }
			popoverSwitch={ popoverSwitch }
			loginUrl={ settings.loginUrl }
		/>
	);
}
