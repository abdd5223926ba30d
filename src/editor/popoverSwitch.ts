/** The block that the popover is open for. */
type Open = string | null;

/**
 * Makes the switch between the buttons, which come and go with toolbars, and
 * the editor's one popover, which outlives them.
 */
export function createPopoverSwitch() {
	let open: Open = null;
	const buttons = new Map< string, HTMLElement >();
	const listeners = new Set< () => void >();
	const notify = () => listeners.forEach( ( listener ) => listener() );
	const set = ( next: Open ) => {
		if ( open !== next ) {
			open = next;
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
		open: ( clientId: string ) => set( clientId ),
		close: () => set( null ),
		toggle: ( clientId: string ) =>
			set( open === clientId ? null : clientId ),
		/** The button that is shown for a block, where there is one. */
		button: ( clientId: string ) => buttons.get( clientId ),
		/** A button was shown, or is gone. */
		setButton( clientId: string, button: HTMLElement | null ) {
			if ( button ) {
				buttons.set( clientId, button );
			} else {
				buttons.delete( clientId );
			}
			notify();
		},
	};
}

/** The one of this editor. */
export const popoverSwitch = createPopoverSwitch();
