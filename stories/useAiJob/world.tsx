import { onlineManager } from '@tanstack/react-query';
import { createRoot } from 'react-dom/client';
import { vi } from 'vitest';
import {
	createAiJobClient,
	shareAcrossTabs,
	type TabChannel,
	type Transport,
} from '../../src/client/index.ts';
import {
	AiJobError,
	builtinJobTypes,
	isFinal,
	parseFoundJob,
	parseSnapshot,
	startBody,
	type AiJobErrorCode,
	type ContentInput,
	type ContentResult,
} from '../../src/protocol/index.ts';
import {
	AiJobsProvider,
	useAdopt,
	useAiJob,
	type Adopt,
	type AiJob,
	type Connection,
} from '../../src/react/index.ts';
import { createJobBackend, type GivenJob } from '../../mocks/index.ts';
import {
	ACTIONS,
	type Action,
	type Cause,
	type Status,
} from './transitions.ts';

/** What can be done in a world, at any time. */
export type Command =
	| { readonly do: Action }
	/** The site does it, but its answer is lost. */
	| { readonly do: 'start, lost' | 'retry, lost' }
	/** The answers to starts, retries and stops are held back, until they are let go. */
	| { readonly do: 'hold' | 'let go' }
	/** So many ms pass. */
	| { readonly do: 'pass'; readonly ms: number }
	/** The author comes back to the window: every job is looked at. */
	| { readonly do: 'look' }
	/** The provider has its answer. */
	| { readonly do: 'succeed' | 'fail' }
	/** The site knows no job any more. */
	| { readonly do: 'forget' }
	/** The browser knows that there is no network, or that there is one again. */
	| { readonly do: 'go offline' | 'come back' }
	/** The site is broken, logs its user out, or is itself again. */
	| { readonly do: 'break' | 'log out' | 'mend' }
	/** Another tab of the author does it. */
	| {
			readonly do: 'other tab';
			readonly act: 'acknowledge' | 'cancel' | 'retry';
	  }
	/** A job that an earlier editor left is put into the place. */
	| {
			readonly do: 'find';
			readonly status: Exclude< GivenJob[ 'status' ], 'cancelled' >;
	  };

/** A change that a caller of the hook has seen. */
export interface Seen {
	readonly from: Status;
	readonly to: Status;
	readonly by: Cause;
}

export interface WorldOptions {
	/** The client's patience, in ms. */
	readonly cutoffMs: number;
	/** Whether the carrier can stop a job. */
	readonly canCancel: boolean;
	/** Whether as many jobs of others run as the site takes. */
	readonly isFull: boolean;
}

/** A request's time on its way, in ms. */
const TRAVEL_MS = 20;
const POST = 7;
const KEY = 'place';
const CODES: Readonly< Record< string, AiJobErrorCode > > = {
	ai_job_conflict: 'conflict',
	ai_job_not_found: 'not_found',
	ai_job_not_logged_in: 'not_logged_in',
};

const travel = () =>
	new Promise< void >( ( resolve ) => setTimeout( resolve, TRAVEL_MS ) );

interface Held {
	readonly over: Promise< void >;
	readonly letGo: () => void;
}

function hold(): Held {
	let letGo = () => {};
	const over = new Promise< void >( ( resolve ) => ( letGo = resolve ) );
	return { over, letGo: () => letGo() };
}

/** Lets what is ready go on, React's renderings too. */
const turn = () =>
	new Promise< void >( ( resolve ) => {
		const { port1, port2 } = new MessageChannel();
		port1.onmessage = () => {
			port1.close();
			resolve();
		};
		port2.postMessage( null );
	} );

/** Lets time pass, one timer at a time, so that a caller sees each change. */
async function pass( ms: number ) {
	let isOver = false;
	setTimeout( () => ( isOver = true ), ms );
	while ( ! isOver ) {
		await vi.advanceTimersToNextTimerAsync();
		await turn();
		await turn();
	}
}

/** Tabs that hear each other. */
function createHub() {
	const listeners: { owner: object; hear: ( data: unknown ) => void }[] = [];
	return ( owner: object ) => (): TabChannel => ( {
		postMessage: ( data ) =>
			listeners
				.filter( ( other ) => other.owner !== owner )
				.forEach( ( { hear } ) => hear( structuredClone( data ) ) ),
		addEventListener: ( _type, listener ) =>
			void listeners.push( {
				owner,
				hear: ( data ) => listener( { data } ),
			} ),
	} );
}

/**
 * The real hook, client and provider on the mock, in process, with a clock
 * that only commands move. Needs vitest's fake timers.
 *
 * @param options What the client and its carrier are like.
 */
export async function openWorld( {
	cutoffMs,
	canCancel,
	isFull,
}: WorldOptions ) {
	const backend = createJobBackend( {
		pollAfterMs: 1_000,
		scenario: { outcomes: [ { end: 'hang' } ] },
		...( isFull && { limits: { running: 0 } } ),
	} );
	let isLosing = false;
	const forgotten = new Set< string >();
	/** How jobs will end. */
	const scripted = new Map< string, 'succeed' | 'fail' >();
	const known = ( id: string ) => {
		if ( forgotten.has( id ) ) {
			throw new AiJobError( 'not_found', 'As told.' );
		}
		return id;
	};
	let isBroken = false;
	/** Starts and retries that are not answered yet. */
	let wishes = 0;
	let held: Held | null = null;

	/** As a carrier does: there, done, back. */
	const ask = async < Answer, >(
		act: () => Answer,
		{ isWish = false } = {}
	): Promise< Answer > => {
		await travel();
		let answer: Answer;
		try {
			if ( isBroken ) {
				throw new AiJobError( 'server', 'As told.', {
					retryable: true,
				} );
			}
			answer = act();
		} catch ( error ) {
			const code =
				typeof error === 'object' &&
				error !== null &&
				'code' in error &&
				typeof error.code === 'string'
					? CODES[ error.code ]
					: undefined;
			throw code ? new AiJobError( code, 'As told.' ) : error;
		}
		if ( isWish ) {
			wishes++;
			await held?.over;
			wishes--;
			if ( isLosing ) {
				throw new AiJobError( 'network', 'Lost.', { retryable: true } );
			}
		}
		await travel();
		return answer;
	};
	const transport: Transport = {
		types: builtinJobTypes,
		repeatsStarts: false,
		maxChecksPerRequest: 50,
		start: ( request ) =>
			ask(
				() =>
					parseSnapshot(
						backend.start(
							startBody( request ),
							request.idempotencyKey
						).snapshot
					),
				{ isWish: true }
			),
		check: ( ids ) =>
			ask( () =>
				backend
					.check( ids.filter( ( id ) => ! forgotten.has( id ) ) )
					.map( ( one ) => parseSnapshot( one ) )
			),
		async acknowledge( id ) {
			await ask( () => backend.acknowledge( known( id ) ) );
		},
		retry: ( id ) =>
			ask( () => parseSnapshot( backend.retry( known( id ) ) ), {
				isWish: true,
			} ),
		...( canCancel && {
			cancel: ( id ) =>
				ask( () => parseSnapshot( backend.cancel( known( id ) ) ) ),
		} ),
	};
	const join = createHub();
	const openTab = () =>
		createAiJobClient( {
			transport: shareAcrossTabs( transport, {
				name: 'tabs',
				locks: null,
				openChannel: join( {} ),
			} ),
			cutoffMs,
		} );
	const client = openTab();
	const otherTab = openTab();

	const seen: Seen[] = [];
	const connections = new Set< Connection >();
	let command: Command = { do: 'look' };
	let job: AiJob< ContentInput, ContentResult > | null = null;
	let adopt: Adopt | null = null;

	function Caller() {
		const now = useAiJob( 'content', { key: KEY } );
		if ( job && job.status !== now.status ) {
			seen.push( {
				from: job.status,
				to: now.status,
				by: causeOf( job.status, now.status, command ),
			} );
		}
		job = now;
		adopt = useAdopt();
		connections.add( now.connection );
		return null;
	}
	const root = createRoot( document.createElement( 'div' ) );
	root.render(
		<AiJobsProvider client={ client }>
			<Caller />
		</AiJobsProvider>
	);
	await pass( 1 );

	const now = () => {
		if ( ! job ) {
			throw new Error( 'Nothing was rendered.' );
		}
		return job;
	};
	const jobId = () => {
		const current = now();
		return 'id' in current ? current.id : null;
	};
	/** Also one of which the answer was lost. */
	const lastId = () => jobId() ?? backend.started().at( -1 )?.id ?? null;
	/** What the site has of it. */
	const rowStatus = ( id: string | null ) => {
		try {
			return id !== null && ! forgotten.has( id )
				? backend.as( { id: 1 } ).check( [ id ] )[ 0 ]?.status
				: null;
		} catch {
			return null;
		}
	};
	const inOtherTab = async (
		act: Extract< Command, { do: 'other tab' } >[ 'act' ]
	) => {
		const id = jobId();
		if ( id !== null ) {
			await Promise.allSettled( [
				otherTab[ act ]( otherTab.job( 'content', id ) ),
			] );
		}
	};
	const find = ( status: Extract< Command, { do: 'find' } >[ 'status' ] ) => {
		const id = backend.given( { status, postId: POST, agoMs: 1_000 } );
		const found = backend
			.as( { id: 1 } )
			.list( POST )
			.find( ( one ) => one.id === id );
		if ( found ) {
			adopt?.( 'content', KEY, parseFoundJob( found ) );
		}
	};

	const start = () =>
		now().start( { prompt: 'Rain' }, { context: { postId: POST } } );

	const act = async () => {
		switch ( command.do ) {
			case 'start':
				start();
				break;
			case 'retry':
			case 'cancel':
			case 'keepWaiting':
			case 'reset':
				now()[ command.do ]();
				break;
			case 'hold':
				held ??= hold();
				break;
			case 'let go':
				held?.letGo();
				held = null;
				break;
			case 'start, lost':
			case 'retry, lost':
				isLosing = true;
				if ( command.do === 'start, lost' ) {
					start();
				} else {
					now().retry();
				}
				break;
			case 'go offline':
			case 'come back':
				onlineManager.setOnline( command.do === 'come back' );
				break;
			case 'pass':
				await pass( command.ms );
				break;
			case 'look':
				client.checkNow();
				break;
			case 'succeed':
			case 'fail': {
				const id = lastId();
				if ( id !== null && rowStatus( id ) ) {
					scripted.set( id, command.do );
					backend.script(
						id,
						command.do === 'succeed'
							? { end: 'succeed', afterMs: 0 }
							: {
									end: 'fail',
									afterMs: 0,
									code: 'provider_timeout',
									message: 'As told.',
									retryable: true,
								}
					);
				}
				break;
			}
			case 'forget':
				backend.started().forEach( ( { id } ) => forgotten.add( id ) );
				forgotten.add( jobId() ?? '' );
				break;
			case 'break':
				isBroken = true;
				break;
			case 'log out':
				backend.user = null;
				break;
			case 'mend':
				isBroken = false;
				backend.user = { id: 1 };
				break;
			case 'other tab':
				void inOtherTab( command.act );
				break;
			case 'find':
				find( command.status );
		}
	};

	return {
		seen,
		connections,
		status: () => now().status,
		async act( next: Command ) {
			command = next;
			await act();
			// There and back, twice: an action may look, too.
			await pass( 5 * TRAVEL_MS );
			isLosing = held !== null && isLosing;
		},
		/** Two worlds with the same key go on in the same way. */
		key: () =>
			JSON.stringify( [
				now().status,
				jobId() === null,
				rowStatus( lastId() ) ?? null,
				scripted.get( lastId() ?? '' ) ?? null,
				now().connection,
				held !== null,
				wishes,
				isLosing,
				isBroken,
				backend.user === null,
			] ),
		close() {
			root.unmount();
			onlineManager.setOnline( true );
		},
	};
}

const isAction = ( name: string | undefined ): name is Action =>
	name !== undefined && Object.hasOwn( ACTIONS, name );

/** What a change comes from: the action, if it is what that action brings; else what the site said. */
function causeOf( from: Status, to: Status, command: Command ): Cause {
	if ( command.do === 'find' && from === 'idle' ) {
		return 'found';
	}
	const [ name ] = command.do.split( ',' );
	if (
		isAction( name ) &&
		ACTIONS[ name ].some( ( status ) => status === to ) &&
		from !== 'starting'
	) {
		return name;
	}
	if ( command.do === 'reset' && to === 'idle' ) {
		return 'reset';
	}
	if (
		from === 'starting' ||
		// The answer to a start that was taken back meanwhile.
		( from === 'idle' && command.do === 'let go' )
	) {
		return 'answer';
	}
	if ( to === 'timed-out' ) {
		return 'cutoff';
	}
	if (
		command.do === 'other tab' ||
		to === 'idle' ||
		( isFinal( from ) && ! isFinal( to ) )
	) {
		return 'other tab';
	}
	return 'check';
}
