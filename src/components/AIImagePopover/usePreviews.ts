import { useState } from 'react';
import type { GeneratedImage } from '../../protocol/index.ts';
import { useAiJobClient } from '../../react/index.ts';
import type { Generation } from './generation.ts';

interface Previews {
	/** With the newest addresses of its images. */
	readonly generation: Generation;
	/** Asks the site for new ones; where that fails, they stay as they are. */
	readonly renew: () => Promise< void >;
}

/**
 * The addresses of a job's images. They last for some hours, and no longer
 * than the log-in that they were made for.
 *
 * @param generation What came of the job.
 */
export function usePreviews( generation: Generation ): Previews {
	const client = useAiJobClient();
	const { jobId, images } = generation;
	// By job: the next one's images stand in the same places.
	const [ renewed, setRenewed ] = useState<
		Readonly< Record< string, readonly GeneratedImage[] > >
	>( {} );
	return {
		generation: {
			...generation,
			images: images.map( ( image ) => ( {
				...image,
				previewUrl:
					renewed[ jobId ]?.find(
						( { index } ) => index === image.index
					)?.previewUrl ?? image.previewUrl,
			} ) ),
		},
		async renew() {
			const snapshot = await client
				.get( client.job( 'image', jobId ) )
				.catch( () => null );
			if ( snapshot?.status === 'completed' ) {
				setRenewed( { [ jobId ]: snapshot.result.images } );
			} else if ( snapshot && 'partialResult' in snapshot ) {
				setRenewed( {
					[ jobId ]: snapshot.partialResult?.images ?? [],
				} );
			}
		},
	};
}
