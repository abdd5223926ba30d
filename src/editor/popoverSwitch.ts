import type { DataRegistry } from '@wordpress/data';
import type { JobState } from '../react/index.ts';
import type { BlockProps } from './blockProps.ts';

/**
 * What a popover is opened at: a block that is written in, a block that shows
 * images, the post's featured image, or, for the result of a job that was
 * found when the post was opened, wherever the author is then.
 */
export type SpotKind =
	'text' | 'image' | 'featured-image' | 'found-text' | 'found-images';

/** Where a popover is open, and where its jobs belong. */
export interface Spot {
	readonly kind: SpotKind;
	/** A block's client id; for a featured image, one for each post; for a found job, its id. */
	readonly key: string;
	/** Of several that had ended when the post was opened: told of together. */
	readonly isListed?: boolean;
}

/**
 * Whether a spot is that of a job that was found when the post was opened: its
 * key is the job's id, and no block's.
 *
 * @param spot The spot.
 */
export const isOfJob = ( { kind }: Spot ): boolean =>
	kind === 'found-text' || kind === 'found-images';

/** A found job is opened by the same button as one that was started there. */
const KIND_OF_BUTTON: Readonly< Record< SpotKind, SpotKind > > = {
	text: 'text',
	'found-text': 'text',
	image: 'image',
	'found-images': 'image',
	'featured-image': 'featured-image',
};

/** What there is to know of a job whose popover is closed. */
export type Sign = 'running' | 'ready' | 'failed' | 'stopped';

/**
 * What there is to know of a job.
 *
 * @param status The job's, as the hook has it.
 * @return Null where there is nothing.
 */
export function signOf( status: JobState< unknown >[ 'status' ] ): Sign | null {
	switch ( status ) {
		case 'idle':
			return null;
		case 'starting':
		case 'pending':
		case 'processing':
			return 'running';
		case 'completed':
			return 'ready';
		case 'failed':
		case 'expired':
		case 'timed-out':
			return 'failed';
		case 'cancelled':
			return 'stopped';
	}
}

const NONE: readonly Spot[] = [];

/**
 * Makes the switch between the buttons, which come and go with toolbars, and
 * the editor's one popover, which outlives them.
 */
export function createPopoverSwitch() {
	let open: Spot | null = null;
	let host: DataRegistry | null = null;
	let post = '';
	/** By post: in the site editor, one page of the browser shows many. */
	const visitedIn = new Map< string, readonly Spot[] >();
	const visited = () => visitedIn.get( post ) ?? NONE;
	const blockProps = new Map< string, BlockProps >();
	const buttons = new Map< string, readonly HTMLElement[] >();
	/** Jobs whose block has another id than when they were started. */
	const moved = new Map< string, readonly Spot[] >();
	const signs = new Map< string, Sign >();
	const listeners = new Set< () => void >();
	const notify = () => listeners.forEach( ( listener ) => listener() );
	const buttonsOf = ( key: string ) => buttons.get( key ) ?? [];
	const movedTo = ( key: string ) => moved.get( key ) ?? [];
	const spotAt = ( spot: Spot ): Spot =>
		signs.has( spot.key )
			? spot
			: ( movedTo( spot.key ).findLast(
					( { kind, key } ) =>
						KIND_OF_BUTTON[ kind ] === spot.kind && signs.has( key )
				) ?? spot );
	const remember = ( spot: Spot ) => {
		if ( ! visited().some( ( { key } ) => key === spot.key ) ) {
			visitedIn.set( post, [ ...visited(), spot ] );
		}
	};
	const set = ( next: Spot | null ) => {
		if ( open?.key !== next?.key ) {
			open = next;
			if ( next ) {
				remember( next );
			}
			notify();
		}
	};
	return {
		/** What blocks that have a button were drawn with, by their ids. */
		blockProps,
		subscribe( listener: () => void ) {
			listeners.add( listener );
			return () => {
				listeners.delete( listener );
			};
		},
		/** Null while the popover is closed. */
		get: () => open,
		isOpen: ( key: string ) => open?.key === key,
		/**
		 * Another post is edited now. Its blocks are different ones, so the
		 * popover closes, and only this post's jobs are shown.
		 *
		 * @param key The post's.
		 */
		enterPost( key: string ) {
			if ( post !== key ) {
				post = key;
				open = null;
				notify();
			}
		},
		/** The post that is edited, as told by `enterPost`. */
		post: () => post,
		/** Where in this post it was ever open, or has reason to be. */
		visited,
		/**
		 * What shows popovers is on the page. Without it, as in the Customizer,
		 * no button can open one.
		 *
		 * @param registry The stores of the editor that it works on.
		 * @return Says that it is gone.
		 */
		addHost( registry: DataRegistry ) {
			host = registry;
			notify();
			return () => {
				if ( host === registry ) {
					host = null;
					notify();
				}
			};
		},
		/** The stores of the editor in which popovers can be shown; null where there is none. */
		host: () => host,
		/** There is something to see at a spot. */
		announce( spot: Spot ) {
			remember( spot );
			notify();
		},
		/** What its job is at, also while the popover is open; null where there is none. */
		sign: ( key: string ) => signs.get( key ) ?? null,
		setSign( key: string, sign: Sign | null ) {
			if ( sign ) {
				signs.set( key, sign );
			} else {
				signs.delete( key );
			}
			notify();
		},
		open: ( spot: Spot ) => set( spot ),
		close: () => set( null ),
		/** A button was pressed. */
		toggle( spot: Spot ) {
			const next = spotAt( spot );
			set(
				open?.key === spot.key || open?.key === next.key ? null : next
			);
		},
		/** Where a button leads: to its block's job, although that was started under another id of the block. */
		spotAt,
		/**
		 * The block of a spot has another id now.
		 *
		 * @return Says that it has not any more.
		 */
		addMoved( clientId: string, spot: Spot ) {
			moved.set( clientId, [ ...movedTo( clientId ), spot ] );
			notify();
			return () => {
				moved.set(
					clientId,
					movedTo( clientId ).filter( ( other ) => other !== spot )
				);
				notify();
			};
		},
		/** The button that was shown last at a spot, where there is one: of two, the toolbar's, which has more room below. */
		button: ( key: string ) => buttonsOf( key ).at( -1 ),
		/** Whether one of a spot's buttons has the focus. */
		hasFocus: ( key: string ) =>
			buttonsOf( key ).some(
				( button ) =>
					// A frame remembers what had the focus when it went elsewhere.
					button.ownerDocument.hasFocus() &&
					button.contains( button.ownerDocument.activeElement )
			),
		/**
		 * A button is shown at a spot.
		 *
		 * @return Says that it is gone.
		 */
		addButton( key: string, button: HTMLElement ) {
			buttons.set( key, [ ...buttonsOf( key ), button ] );
			notify();
			return () => {
				buttons.set(
					key,
					buttonsOf( key ).filter( ( other ) => other !== button )
				);
				notify();
			};
		},
	};
}

export type PopoverSwitch = ReturnType< typeof createPopoverSwitch >;
