import * as v from 'valibot';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, Backend, Control, RestRequest, User } from './backend.ts';
import { LeftOut } from './case.ts';
import { expectThat, Mismatch, show, type Expectation } from './expectation.ts';
import * as wire from './wire.ts';

/** An id that no backend has given out. */
export const UNKNOWN_ID = '11111111-2222-4333-8444-555555555555';

/** How long a job of somebody else's backend may take, in ms: its lifetime. */
const PATIENCE_MS = 300_000;

/** Between two checks of such a job, in ms. */
const PACE_MS = 1_000;

const startedAnswer = v.object( { id: v.string() } );

interface StartOptions {
	readonly user?: User;
	/** The `Idempotency-Key` header; null sends none. Default: a new one. */
	readonly key?: string | null;
}

/** What a case asks a backend by, and reads its answers with. */
export interface Caller {
	readonly backend: Backend;
	/** @throws {LeftOut} Where the backend has none. */
	readonly control: Control;
	/** @throws {LeftOut} Where the backend has none. */
	readonly postId: number;
	/** A key that nobody has used. */
	readonly newKey: () => string;
	readonly rest: ( request: RestRequest, user?: User ) => Promise< Answer >;
	readonly classic: (
		fields: Readonly< Record< string, string > >,
		user?: User
	) => Promise< Answer >;
	/** `POST /jobs`. */
	readonly start: (
		body: unknown,
		options?: StartOptions
	) => Promise< Answer >;
	/** `POST /jobs/ID/…`. */
	readonly act: (
		id: string,
		action: string,
		user?: User,
		body?: unknown
	) => Promise< Answer >;
	/** `GET /jobs?include=…`. */
	readonly check: ( ids: string, user?: User ) => Promise< Answer >;
	/** Starts a job that is expected to be taken. */
	readonly started: (
		body?: unknown,
		options?: StartOptions
	) => Promise< wire.Snapshot >;
	/** What the backend says of a job now. */
	readonly look: ( id: string, user?: User ) => Promise< wire.Snapshot >;
	/** Runs a job once, or waits for whoever runs it. */
	readonly run: ( id: string, user?: User ) => Promise< wire.Snapshot >;
	/** A job that is over. */
	readonly completed: (
		body?: unknown,
		options?: StartOptions
	) => Promise< Extract< wire.Snapshot, { status: 'completed' } > >;
	/** The ids of the jobs that `GET /jobs?post=…` lists. */
	readonly listed: ( postId: number, user?: User ) => Promise< string[] >;
	/** Lets so many ms pass; on somebody else's clock, by waiting for as long and a second. */
	readonly later: ( ms: number ) => Promise< void >;
	/** Cancels what this caller has started and not seen the end of. */
	readonly cleanUp: () => Promise< void >;
}

/** The body of a content job's start. */
export const content = ( input: object = {}, more: object = {} ) => ( {
	type: 'content',
	input: { prompt: 'A haiku about rain', ...input },
	...more,
} );

/** The body of an image job's start. */
export const images = ( input: object = {}, more: object = {} ) => ( {
	type: 'image',
	input: { prompt: 'An umbrella', ...input },
	...more,
} );

/**
 * Reads a JSON body.
 *
 * @param answer The answer.
 * @throws {Mismatch} Where it is none.
 */
export function json( { status, text }: Answer ): unknown {
	try {
		return JSON.parse( text );
	} catch {
		throw new Mismatch( 'body', 'JSON', `${ status } ${ show( text ) }` );
	}
}

/**
 * Expects a status and a body.
 *
 * @param answer The answer.
 * @param status HTTP status.
 * @param body   What is in it.
 * @return The body.
 */
export function expectAnswer(
	answer: Answer,
	status: number,
	body: Expectation = v.unknown()
): unknown {
	if ( answer.status !== status ) {
		throw new Mismatch(
			'HTTP status',
			String( status ),
			`${ answer.status } ${ show( answer.text ) }`
		);
	}
	const got = json( answer );
	expectThat( got, body, 'body' );
	return got;
}

/**
 * Expects a snapshot, of this shape.
 *
 * @param answer The answer.
 * @param status HTTP status.
 * @param shape  What it says besides.
 */
export function expectSnapshot(
	answer: Answer,
	status = 200,
	shape: Expectation = v.unknown()
): wire.Snapshot {
	const body = expectAnswer( answer, status, wire.snapshot );
	expectThat( body, shape, 'snapshot' );
	return v.parse( wire.snapshot, body );
}

/**
 * Expects an error of the wire.
 *
 * @param answer The answer.
 * @param status HTTP status.
 * @param code   Its code.
 * @param field  The field that it names.
 */
export function expectRefusal(
	answer: Answer,
	status: number,
	code: string,
	field?: string
): wire.Refusal {
	const body = expectAnswer( answer, status, {
		code,
		data: { status, ...( field !== undefined && { field } ) },
	} );
	expectThat( body, wire.refusal, 'body' );
	return v.parse( wire.refusal, body );
}

/**
 * Makes a caller.
 *
 * @param backend The backend.
 */
export function createCaller( backend: Backend ): Caller {
	const live = new Map< string, User >();

	const rest: Caller[ 'rest' ] = ( request, user = 'author' ) =>
		backend.rest( user, request );

	const start: Caller[ 'start' ] = async (
		body,
		{ user = 'author', key = crypto.randomUUID() } = {}
	) => {
		const answer = await rest(
			{
				path: '/jobs',
				method: 'POST',
				body,
				...( key !== null && {
					headers: { 'Idempotency-Key': key },
				} ),
			},
			user
		);
		note( answer, user );
		return answer;
	};

	const note = ( answer: Answer, user: User ) => {
		if ( answer.status === 429 && ! backend.control ) {
			throw new LeftOut(
				`The backend takes no more jobs of this user for now: ${ answer.text }`
			);
		}
		if ( answer.status === 200 || answer.status === 201 ) {
			const body = v.safeParse( startedAnswer, json( answer ) );
			if ( body.success ) {
				live.set( body.output.id, user );
			}
		}
	};

	const act: Caller[ 'act' ] = ( id, action, user = 'author', body = {} ) =>
		rest(
			{ path: `/jobs/${ id }/${ action }`, method: 'POST', body },
			user
		);

	const check: Caller[ 'check' ] = ( ids, user ) =>
		rest( { path: `/jobs?include=${ ids }` }, user );

	const look: Caller[ 'look' ] = async ( id, user ) => {
		const body = expectAnswer( await check( id, user ), 200, [
			wire.snapshot,
		] );
		const [ snapshot ] = v.parse( v.tuple( [ wire.snapshot ] ), body );
		return snapshot;
	};

	const run: Caller[ 'run' ] = async ( id, user ) => {
		let snapshot = expectSnapshot( await act( id, 'run', user ) );
		if ( ! backend.control ) {
			const deadline = Date.now() + PATIENCE_MS;
			while ( snapshot.finished_at === null && Date.now() < deadline ) {
				await sleep( PACE_MS );
				snapshot = await look( id, user );
			}
		}
		return snapshot;
	};

	const started: Caller[ 'started' ] = async ( body = content(), options ) =>
		expectSnapshot( await start( body, options ), 201 );

	return {
		backend,
		get control() {
			if ( ! backend.control ) {
				throw new LeftOut( 'This backend cannot be controlled.' );
			}
			return backend.control;
		},
		get postId() {
			if ( backend.postId === null ) {
				throw new LeftOut( 'No post was named.' );
			}
			return backend.postId;
		},
		newKey: () => crypto.randomUUID(),
		rest,
		classic: ( fields, user = 'author' ) => backend.classic( user, fields ),
		start,
		act,
		check,
		started,
		look,
		run,
		async completed( body, options ) {
			let snapshot = await started( body, options );
			// Each run executes one image.
			do {
				snapshot = await run( snapshot.id, options?.user );
			} while ( backend.control && snapshot.status === 'processing' );
			if ( snapshot.status !== 'completed' ) {
				throw new Mismatch( 'status', '"completed"', show( snapshot ) );
			}
			return snapshot;
		},
		async listed( postId, user ) {
			const body = expectAnswer(
				await rest( { path: `/jobs?post=${ postId }` }, user ),
				200,
				v.array( wire.snapshot )
			);
			return v
				.parse( v.array( startedAnswer ), body )
				.map( ( { id } ) => id );
		},
		later: ( ms ) =>
			backend.control?.advance( ms ) ?? sleep( ms + PACE_MS ),
		async cleanUp() {
			if ( backend.control ) {
				await backend.control.reset();
				return;
			}
			for ( const [ id, user ] of live ) {
				await act( id, 'cancel', user );
			}
			live.clear();
		},
	};
}
