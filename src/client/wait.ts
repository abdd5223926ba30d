import type { Environment } from './environment.ts';

/**
 * Waits until the delay is over or the machine wakes; without a network, until
 * there is one. Ends at once when the signal fires.
 *
 * @param delayMs     How long, in ms.
 * @param signal      Ends the wait with its reason.
 * @param environment Clock, timer and network.
 * @param onOffline   Told when the delay is over and there is no network.
 */
export function waitForTurn(
	delayMs: number,
	signal: AbortSignal,
	environment: Environment,
	onOffline: () => void = () => {}
): Promise< void > {
	return new Promise( ( resolve, reject ) => {
		if ( signal.aborted ) {
			reject( signal.reason );
			return;
		}
		let due = false;
		const settle = ( settled: () => void ) => {
			cancelTimer();
			stopWaking();
			signal.removeEventListener( 'abort', onAbort );
			settled();
		};
		const onAbort = () => settle( () => reject( signal.reason ) );
		const proceed = () => {
			due = true;
			if ( environment.isOnline() ) {
				settle( resolve );
			} else {
				onOffline();
			}
		};
		const cancelTimer = environment.setTimer( proceed, delayMs );
		const stopWaking = environment.onWake( () => {
			if ( due || environment.isOnline() ) {
				proceed();
			}
		} );
		signal.addEventListener( 'abort', onAbort, { once: true } );
	} );
}
