import {
	holds,
	isFinal,
	isGone,
	isUsed,
	statusOf,
	viewOf,
	type Command,
	type Reply,
	type Times,
	type World,
} from './lifecycle.ts';

/** A promise that is broken, in words. */
export type Breach = string;

/**
 * Which of DESIGN's promises a world breaks, each by its number there.
 *
 * @param world The world.
 */
export function breachesIn( world: World ): Breach[] {
	const breaches: Breach[] = [];
	const claims = Object.entries( world.runners ).filter( ( [ , claim ] ) =>
		holds( world, claim )
	);
	const held = claims.map(
		( [ , { job, piece } ] ) => `${ job }.${ piece }`
	);
	if ( new Set( held ).size < held.length ) {
		breaches.push( '1: a piece is executed by two runners' );
	}
	const keys: string[] = [];
	for ( const job of world.jobs ) {
		if ( ! job ) {
			continue;
		}
		if ( job.key !== null ) {
			keys.push( `${ job.owner } ${ job.key }` );
		}
		for ( const piece of job.pieces ) {
			if ( piece.attempt > job.round + 1 ) {
				breaches.push(
					'2: a provider was asked more often than the author wished'
				);
			}
			const isOver =
				job.expiresAt <= world.now ||
				( piece.leaseUntil !== null && piece.leaseUntil <= world.now );
			if (
				isOver &&
				( piece.status === 'pending' || piece.status === 'processing' )
			) {
				breaches.push( '2: a job hangs' );
			}
			if ( piece.status === 'processing' && piece.leaseUntil === null ) {
				breaches.push( '2: a runner has no lease' );
			}
		}
		const view = viewOf( job );
		if (
			view.status === 'completed'
				? view.results.length === 0 || view.error !== null
				: view.status === 'pending' && view.results.length > 0
		) {
			breaches.push(
				'3: a result is there without its status, or the other way round'
			);
		}
		if (
			( view.status === 'failed' || view.status === 'expired' ) !==
			( view.error !== null )
		) {
			breaches.push(
				'2: an error is there without its status, or the other way round'
			);
		}
	}
	if ( new Set( keys ).size < keys.length ) {
		breaches.push( '4: two jobs have one key' );
	}
	return breaches;
}

/**
 * Which promises a step breaks.
 *
 * @param before  The world before it.
 * @param command The step.
 * @param after   The world after it.
 * @param reply   What was answered.
 * @param times   How long things take.
 */
export function breachesOf(
	before: World,
	command: Command,
	after: World,
	reply: Reply,
	times: Times
): Breach[] {
	const breaches = breachesIn( after );
	before.jobs.forEach( ( was, at ) => {
		const is = after.jobs[ at ];
		if ( ! was ) {
			if ( is ) {
				breaches.push( '2: a job that was gone is there again' );
			}
			return;
		}
		if ( ! is ) {
			if ( isFinal( was ) && ! isGone( was, after.now, times ) ) {
				breaches.push( '3: a job was deleted before its time' );
			}
			return;
		}
		const isRetried =
			command.do === 'retry' &&
			command.job === at &&
			reply.kind === 'job';
		if ( isFinal( was ) && ! isRetried ) {
			if (
				JSON.stringify( viewOf( was ) ) !==
				JSON.stringify( viewOf( is ) )
			) {
				breaches.push( `2: ${ statusOf( was ) } became another` );
			}
		}
		if ( isRetried && statusOf( was ) === 'completed' ) {
			breaches.push( '2: what is paid for was asked for again' );
		}
		was.pieces.forEach( ( piece, index ) => {
			const isClaimed =
				command.do === 'claim' &&
				command.job === at &&
				piece.status === 'pending';
			if (
				( is.pieces[ index ]?.attempt ?? 0 ) !== piece.attempt &&
				! isClaimed
			) {
				breaches.push( '1: a provider was asked without a claim' );
			}
			if (
				piece.status === 'completed' &&
				is.pieces[ index ]?.status !== 'completed'
			) {
				breaches.push( '3: a result was lost' );
			}
		} );
		// Whoever is not its owner learns nothing and changes nothing.
		if (
			'owner' in command &&
			'job' in command &&
			command.job === at &&
			command.owner !== was.owner &&
			! ( reply.kind === 'refused' && reply.code === 'not_found' )
		) {
			breaches.push( '6: another owner learned of a job' );
		}
	} );
	if (
		command.do === 'start' &&
		command.key !== null &&
		after.jobs.length > before.jobs.length &&
		isUsed( before, command.owner, command.key, times )
	) {
		breaches.push( '4: a start that was answered made a second job' );
	}
	if (
		reply.kind === 'in vain' &&
		JSON.stringify( before.jobs ) !== JSON.stringify( after.jobs )
	) {
		breaches.push( '1: who came too late changed something' );
	}
	return breaches;
}
