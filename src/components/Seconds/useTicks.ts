import { useEffect, useState } from 'react';

/**
 * Renders once a second.
 *
 * @param isRunning Whether it does.
 */
export function useTicks( isRunning: boolean ): void {
	const [ , tick ] = useState( 0 );
	useEffect( () => {
		if ( isRunning ) {
			const timer = setInterval(
				() => tick( ( ticks ) => ticks + 1 ),
				1_000
			);
			return () => clearInterval( timer );
		}
		return undefined;
	}, [ isRunning ] );
}
