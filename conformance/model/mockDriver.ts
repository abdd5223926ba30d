import * as v from 'valibot';
import {
	createJobBackend,
	createManualClock,
	type JobBackend,
	type JobOutcome,
	type MockUser,
	type WireSnapshot,
} from '../../mocks/index.ts';
import type { JobErrorCode } from '../../src/protocol/index.ts';
import type { Driver } from './driver.ts';
import {
	TIMES,
	type Claim,
	type Command,
	type Reply,
	type View,
} from './lifecycle.ts';

const OWNERS: Readonly< Record< string, MockUser > > = {
	ann: { id: 1 },
	bob: { id: 2 },
};

/** Sees every job, as the site itself does. */
const SITE: MockUser = { id: 0, isAdministrator: true };

const images = v.object( {
	images: v.array( v.object( { index: v.number() } ) ),
} );

const refusal = v.object( {
	code: v.pipe(
		v.string(),
		v.transform( ( code ) => code.replace( 'ai_job_', '' ) ),
		v.picklist( [ 'not_found', 'conflict', 'idempotency_conflict' ] )
	),
} );

/** Of each member of a union. */
type DistributiveOmit< Union, Key extends PropertyKey > = Union extends unknown
	? Omit< Union, Key >
	: never;

/** What is found when a lease is over. */
const DEATH = {
	end: 'fail',
	code: 'interrupted',
	message: 'The job was interrupted before it was finished.',
	retryable: true,
	mayBeBilled: true,
} as const;

function toView( snapshot: WireSnapshot ): View {
	const shown = v.safeParse(
		images,
		snapshot.result ?? snapshot.partial_result
	);
	const whole = snapshot.result === null ? [] : [ 0 ];
	return {
		status: snapshot.status,
		attempt: snapshot.attempt,
		error: snapshot.error && {
			code: snapshot.error.code,
			retryable: snapshot.error.retryable,
			mayBeBilled: snapshot.error.may_be_billed,
		},
		mayBeBilled: snapshot.may_be_billed ?? null,
		results: shown.success
			? shown.output.images.map( ( { index } ) => index )
			: whole,
	};
}

/**
 * The mock, in process. It has no runners of its own but a script of how each
 * provider call ends: a runner that dies is one that is scripted to be
 * interrupted with its lease, and one that comes late is nobody.
 */
export function createMockDriver(): Driver {
	let clock = createManualClock();
	let backend: JobBackend;
	let ids: string[] = [];
	/** When each piece was last claimed. */
	const claimedAt = new Map< string, number >();

	const answer = ( act: () => WireSnapshot ): Reply => {
		try {
			const snapshot = act();
			return {
				kind: 'job',
				job: ids.indexOf( snapshot.id ),
				view: toView( snapshot ),
			};
		} catch ( error ) {
			return { kind: 'refused', code: v.parse( refusal, error ).code };
		}
	};

	const start = ( {
		owner,
		key,
		input,
		pieces,
	}: Extract< Command, { do: 'start' } > ): Reply => {
		const who = backend.as( OWNERS[ owner ] ?? null );
		return answer( () => {
			const { isNew, snapshot } = who.start(
				pieces === 1
					? { type: 'content', input: { prompt: input } }
					: {
							type: 'image',
							input: { prompt: input, count: pieces },
						},
				key
			);
			if ( isNew ) {
				ids.push( snapshot.id );
			}
			return snapshot;
		} );
	};

	/** Says how a claimed piece ends: so long after now. */
	const script = (
		{ job, piece }: Claim,
		ms: number,
		outcome: DistributiveOmit<
			Exclude< JobOutcome, { end: 'hang' } >,
			'afterMs'
		>
	) => {
		const id = ids[ job ] ?? '';
		const began = claimedAt.get( `${ id }.${ piece }` ) ?? clock.now();
		backend.script(
			id,
			{ ...outcome, afterMs: clock.now() - began + ms },
			piece
		);
		// What is to end now ends now, whoever looks when.
		if ( ms === 0 ) {
			backend.as( SITE ).check( [ id ] );
		}
	};

	const claim = ( job: number, taken: Claim | null ): Reply => {
		const id = ids[ job ] ?? '';
		const site = backend.as( SITE );
		const attemptsOf = () => {
			try {
				return site.check( [ id ] )[ 0 ]?.attempt ?? 0;
			} catch {
				return 0;
			}
		};
		const before = attemptsOf();
		try {
			site.run( id );
		} catch {
			return { kind: 'in vain' };
		}
		if ( attemptsOf() === before ) {
			return { kind: 'in vain' };
		}
		if ( taken ) {
			claimedAt.set( `${ id }.${ taken.piece }`, clock.now() );
			script( taken, TIMES.lease, DEATH );
		}
		return { kind: 'claimed' };
	};

	const work = (
		command: Extract<
			Command,
			{ do: 'renew' | 'complete' } | { do: 'fail' }
		>,
		has: Claim | null
	): Reply => {
		if ( ! has ) {
			return { kind: 'in vain' };
		}
		switch ( command.do ) {
			case 'renew':
				script( has, TIMES.lease, DEATH );
				break;
			case 'complete':
				script( has, 0, { end: 'succeed' } );
				break;
			case 'fail':
				script( has, 0, {
					end: 'fail',
					message: 'The AI provider failed.',
					...command.error,
					code: command.error.code as JobErrorCode,
				} );
		}
		return { kind: 'done' };
	};

	return {
		async reset() {
			clock = createManualClock();
			backend = createJobBackend( {
				clock,
				scenario: { outcomes: [ { end: 'hang' } ], needsRunner: true },
			} );
			ids = [];
			claimedAt.clear();
		},
		async act( command, has ) {
			switch ( command.do ) {
				case 'tick':
					clock.advance( command.by );
					return { kind: 'done' };
				case 'clean up':
					return { kind: 'done' };
				case 'start':
					return start( command );
				case 'die':
					return { kind: 'done' };
				case 'claim':
					return claim( command.job, has );
				case 'renew':
				case 'complete':
				case 'fail':
					return work( command, has );
				case 'look':
				case 'acknowledge':
				case 'cancel':
				case 'retry': {
					const who = backend.as( OWNERS[ command.owner ] ?? null );
					const id = ids[ command.job ] ?? 'no-such-job';
					return answer( () => {
						if ( command.do === 'look' ) {
							const [ snapshot ] = who.check( [ id ] );
							return snapshot ?? who.run( id );
						}
						return who[ command.do ]( id );
					} );
				}
			}
		},
		async close() {},
	};
}
