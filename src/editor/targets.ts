import { store as blockEditorStore } from '@wordpress/block-editor';
import type { Block } from '@wordpress/blocks';
import { createContext } from 'react';
import * as v from 'valibot';
import type { Editor } from './blockProps.ts';
import { textKey } from './blockText.ts';
import { isOfJob, type Spot } from './popoverSwitch.ts';
import { describeBlock, findBlock, readTraits } from './traits.ts';
import { rememberTarget, type Target } from './target.ts';

const traitsSchema = v.object( {
	name: v.string(),
	text: v.string(),
	isEmpty: v.boolean(),
	isUnique: v.boolean(),
	before: v.nullable( v.string() ),
	after: v.nullable( v.string() ),
} );

/** What a job's block is known by after a reload; of its text, hashes alone. */
const keptSchema = v.object( {
	target: v.object( {
		attributeKey: v.nullable( v.string() ),
		text: v.string(),
		picture: v.string(),
		markup: v.string(),
		selection: v.nullable(
			v.object( {
				attributeKey: v.string(),
				start: v.number(),
				end: v.number(),
				text: v.string(),
			} )
		),
	} ),
	traits: traitsSchema,
} );

type Kept = v.InferOutput< typeof keptSchema >;

const keptJobsSchema = v.array( v.tuple( [ v.string(), keptSchema ] ) );

interface Known {
	target: Target;
	traits: Kept[ 'traits' ];
	/** All ids that it had in this page: undo brings an earlier one back. */
	readonly ids: string[];
	/** The block when its traits were read. */
	seen: Block | null;
	jobId: string | null;
}

/** Where the browser keeps it, for as many jobs as an author may come back to. */
const STORAGE_KEY = 'wp-ai-jobs-blocks';
const MAX_KEPT = 50;

/**
 * The blocks that jobs were asked for, by the keys of the jobs' spots. Each is
 * found again when its id is another: after a reload, in the code editor,
 * grouped, moved or pasted.
 *
 * @param editor The editor.
 */
export function createTargets( editor: Editor ) {
	const { registry } = editor;
	// Asked for each time: useSelect() follows the stores that are.
	const getBlock = ( clientId: string ) =>
		registry.select( blockEditorStore ).getBlock( clientId );
	const known = new Map< string, Known >();
	/** The jobs that were looked up in the browser's storage. */
	const asked = new Set< string >();

	const store = ( { jobId, target, traits }: Known ) => {
		if ( jobId === null ) {
			return;
		}
		const { clientId, places, ...kept } = target;
		writeKept( [
			...readKept().filter( ( [ id ] ) => id !== jobId ),
			[ jobId, { target: kept, traits } ],
		] );
	};

	/** What an earlier visit, or another tab, remembered. */
	const recall = ( jobId: string ): Known | undefined => {
		const [ , kept ] = readKept().find( ( [ id ] ) => id === jobId ) ?? [];
		return (
			kept && {
				target: { ...kept.target, clientId: '', places: [] },
				traits: kept.traits,
				ids: [],
				seen: null,
				jobId,
			}
		);
	};

	const entryOf = ( spot: Spot ): Known | undefined => {
		const { key } = spot;
		if ( isOfJob( spot ) && ! asked.has( key ) ) {
			asked.add( key );
			const entry = recall( key );
			if ( entry ) {
				known.set( key, entry );
			}
		}
		return known.get( key );
	};

	const findNow = ( entry: Known ): string | null => {
		const id = entry.ids.findLast( ( other ) => getBlock( other ) );
		if ( id !== undefined ) {
			return id;
		}
		const found = findBlock( editor, entry.traits );
		if ( found !== null ) {
			entry.ids.push( found );
		}
		return found;
	};

	return {
		editor,
		/** Whether it is known which block a job was asked for. */
		has: ( spot: Spot ) => entryOf( spot ) !== undefined,
		/**
		 * Remembers a block as it is when something is asked for it.
		 *
		 * @param key      Of the spot.
		 * @param clientId The block.
		 */
		remember( key: string, clientId: string ) {
			const target = rememberTarget( editor, clientId );
			const traits = readTraits( editor, clientId );
			if ( target && traits ) {
				known.set( key, {
					target,
					traits,
					ids: [ clientId ],
					seen: getBlock( clientId ),
					jobId: null,
				} );
			}
		},
		/**
		 * Keeps it for later visits.
		 *
		 * @param key   Of the spot.
		 * @param jobId The job that was asked for.
		 */
		keep( key: string, jobId: string ) {
			const entry = known.get( key );
			if ( entry ) {
				entry.jobId = jobId;
				store( entry );
			}
		},
		forget( key: string ) {
			known.delete( key );
		},
		/** The block's id now; null where it cannot be told which it is. */
		find( spot: Spot ): string | null {
			const entry = entryOf( spot );
			return entry ? findNow( entry ) : null;
		},
		/** The block as it was, under its id of now; null where it is not known which it was. */
		read( spot: Spot ): Target | null {
			const entry = entryOf( spot );
			if ( ! entry ) {
				return null;
			}
			const { target } = entry;
			const clientId = findNow( entry ) ?? target.clientId;
			const block = getBlock( clientId );
			return {
				...target,
				clientId,
				attributeKey: block
					? textKey( block, target.attributeKey ?? undefined )
					: target.attributeKey,
			};
		},
		/** Looks at the blocks as they are edited and saved; ends when that is called. */
		watch(): () => void {
			let saved = readSaved( editor );
			return registry.subscribe( () => {
				for ( const entry of known.values() ) {
					const id = entry.ids.findLast( ( other ) =>
						getBlock( other )
					);
					const block = id === undefined ? null : getBlock( id );
					if ( block && block !== entry.seen ) {
						entry.seen = block;
						entry.traits = {
							...entry.traits,
							...describeBlock( editor, block ),
						};
					}
					// Of another post in the same page, none of this is there.
					if ( id !== undefined && saved !== readSaved( editor ) ) {
						entry.traits = readTraits( editor, id ) ?? entry.traits;
						store( entry );
					}
				}
				saved = readSaved( editor );
			} );
		},
	};
}

export type Targets = ReturnType< typeof createTargets >;

/** Brings them to what shows jobs; null outside of the editor. */
export const TargetsContext = createContext< Targets | null >( null );

/** Another object after each save: what a reload will show. */
const readSaved = ( { registry }: Editor ): unknown =>
	registry.select( 'core/editor' )?.[ 'getCurrentPost' ]?.();

function readKept() {
	try {
		return v.parse(
			keptJobsSchema,
			JSON.parse( localStorage.getItem( STORAGE_KEY ) ?? '[]' )
		);
	} catch {
		return [];
	}
}

function writeKept( kept: v.InferOutput< typeof keptJobsSchema > ) {
	try {
		localStorage.setItem(
			STORAGE_KEY,
			JSON.stringify( kept.slice( -MAX_KEPT ) )
		);
	} catch {
		// A browser that keeps nothing: after a reload, it is inserted where the caret is.
	}
}
