import { __ } from '@wordpress/i18n';
import {
	useMemo,
	useState,
	useSyncExternalStore,
	type ComponentType,
	type ReactNode,
} from 'react';
import { createPortal } from 'react-dom';
import { JobList } from './JobList.tsx';
import { usePopoverSwitch } from './usePopoverSwitch.ts';

declare global {
	interface Window {
		/** The post editor's package, where this is one. By its name: as a dependency it would be loaded wherever there are blocks. */
		readonly wp?: {
			readonly editor?: {
				readonly PluginDocumentSettingPanel?: ComponentType< {
					name: string;
					title: string;
					children: ReactNode;
				} >;
			};
		};
	}
}

/** What the editor calls the panel within our plugin. */
export const PANEL = 'jobs';

/** What draws a panel; undefined outside of the post editor. */
export const findPanel = () => window.wp?.editor?.PluginDocumentSettingPanel;

/** A panel of the post's settings, as long as there are jobs to be seen. */
export function JobsPanel() {
	const popoverSwitch = usePopoverSwitch();
	const [ place, setPlace ] = useState< HTMLElement | null >( null );
	const visited = useSyncExternalStore(
		popoverSwitch.subscribe,
		popoverSwitch.visited
	);
	const withSign = useSyncExternalStore( popoverSwitch.subscribe, () =>
		visited
			.filter( ( { key } ) => popoverSwitch.sign( key ) )
			.map( ( { key } ) => key )
			.join()
	);
	const spots = useMemo( () => {
		const keys = new Set( withSign.split( ',' ) );
		return visited.filter( ( { key } ) => keys.has( key ) );
	}, [ visited, withSign ] );
	const Panel = findPanel();
	return Panel && spots.length > 0 ? (
		<>
			<Panel name={ PANEL } title={ __( 'AI jobs', 'wp-ai-jobs' ) }>
				<div ref={ setPlace } />
			</Panel>
			{ /* What is in the panel is drawn elsewhere in the editor, where our contexts are not. */ }
			{ place && createPortal( <JobList spots={ spots } />, place ) }
		</>
	) : null;
}
