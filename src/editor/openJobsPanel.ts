import type { DataRegistry } from '@wordpress/data';
import { JOB_LIST_ID } from './JobList.tsx';

/**
 * Shows the panel with the post's jobs, and gives it the focus.
 *
 * @param registry The editor's stores.
 * @param panel    What the editor calls it.
 */
export function openJobsPanel( registry: DataRegistry, panel: string ): void {
	registry
		.dispatch( 'core/edit-post' )
		?.[ 'openGeneralSidebar' ]?.( 'edit-post/document' );
	if (
		registry
			.select( 'core/editor' )
			?.[ 'isEditorPanelOpened' ]?.( panel ) === false
	) {
		registry
			.dispatch( 'core/editor' )
			?.[ 'toggleEditorPanelOpened' ]?.( panel );
	}
	// When it is drawn.
	requestAnimationFrame( () =>
		requestAnimationFrame( () =>
			document.getElementById( JOB_LIST_ID )?.focus()
		)
	);
}
