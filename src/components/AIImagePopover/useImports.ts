import { useRef, useState } from 'react';
import {
	AiJobError,
	isAiJobError,
	type ImportedImage,
} from '../../protocol/index.ts';
import { useAiJobClient, type DraftHandle } from '../../react/index.ts';
import type { Choosable } from './generation.ts';
import type { ImageDraft } from './imageDraft.ts';

/** Brings images into the media library. */
export interface Imports {
	/** One is on its way. */
	readonly isBusy: boolean;
	/** Why images of the last time are not there, by their ids. */
	readonly failures: ReadonlyMap< string, AiJobError >;
	/** Brings in those that are not there yet; null unless all of them are there then. */
	readonly bringIn: (
		images: readonly Choosable[]
	) => Promise< readonly ImportedImage[] | null >;
	/** Forgets the failures. */
	readonly dismiss: () => void;
}

const NONE: ReadonlyMap< string, AiJobError > = new Map();

/**
 * Imports images, each once: what is there stays there when another one fails.
 *
 * @param handle Remembers what is imported, and has what the author wrote of it.
 */
export function useImports( {
	read,
	change,
}: DraftHandle< ImageDraft > ): Imports {
	const client = useAiJobClient();
	const isUnderWay = useRef( false );
	const [ isBusy, setIsBusy ] = useState( false );
	const [ failures, setFailures ] = useState( NONE );

	const bringInOne = async ( { id, generation, image }: Choosable ) => {
		const known = read().imported[ id ];
		if ( known ) {
			return known;
		}
		const { alt = image.alt ?? '', title = image.title ?? '' } =
			read().texts[ id ] ?? {};
		const imported = await client.importImage(
			client.job( 'image', generation.jobId ),
			image.index,
			{ alt: alt.trim(), ...( title.trim() && { title: title.trim() } ) }
		);
		change( { imported: { ...read().imported, [ id ]: imported } } );
		return imported;
	};

	const bringIn = async ( images: readonly Choosable[] ) => {
		if ( isUnderWay.current ) {
			return null;
		}
		isUnderWay.current = true;
		setIsBusy( true );
		const imported: ImportedImage[] = [];
		const failed = new Map< string, AiJobError >();
		// One after the other: making an image's sizes takes much of a site's memory.
		for ( const choosable of images ) {
			try {
				imported.push( await bringInOne( choosable ) );
			} catch ( error ) {
				failed.set(
					choosable.id,
					isAiJobError( error )
						? error
						: new AiJobError( 'internal', String( error ), {
								cause: error,
							} )
				);
			}
		}
		isUnderWay.current = false;
		setIsBusy( false );
		setFailures( failed );
		return failed.size === 0 ? imported : null;
	};

	return { isBusy, failures, bringIn, dismiss: () => setFailures( NONE ) };
}
