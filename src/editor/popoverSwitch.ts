/** The block that the popover is open for. */
type Open = string | null;

/**
 * Makes the switch between the buttons, which come and go with toolbars, and
 * the editor's one popover, which outlives them.
 */
export function createPopoverSwitch() {
	let open: Open = null;
	let visited: readonly string[] = [];
	const buttons = new Map< string, HTMLElement >();
	const listeners = new Set< () => void >();
	const notify = () => listeners.forEach( ( listener ) => listener() );
	const set = ( next: Open ) => {
		if ( open !== next ) {
			open = next;
			if ( next !== null && ! visited.includes( next ) ) {
				visited = [ ...visited, next ];
			}
			notify();
		}
	};
	return {
		subscribe( listener: () => void ) {
			listeners.add( listener );
			return () => {
				listeners.delete( listener );
			};
		},
		/** The block's client id; null while the popover is closed. */
		get: () => open,
		/** The blocks that it was ever open for. */
		visited: () => visited,
		open: ( clientId: string ) => set( clientId ),
		close: () => set( null ),
		toggle: ( clientId: string ) =>
			set( open === clientId ? null : clientId ),
		/** The button that is shown for a block, where there is one. */
		button: ( clientId: string ) => buttons.get( clientId ),
		/**
		 * A button is shown for a block.
		 *
		 * @return Says that it is gone.
		 */
		addButton( clientId: string, button: HTMLElement ) {
			buttons.set( clientId, button );
			notify();
			return () => {
				// Another may have taken its place already.
				if ( buttons.get( clientId ) === button ) {
					buttons.delete( clientId );
					notify();
				}
			};
		},
	};
}

/** The one of this editor. */
export const popoverSwitch = createPopoverSwitch();
