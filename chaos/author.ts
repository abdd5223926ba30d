import { setTimeout as sleep } from 'node:timers/promises';
import {
	AiJobError,
	createAiJobClient,
	isFinal,
	type AiJobClient,
	type AiJobErrorCode,
	type Connection,
	type ContentResult,
	type ImageResult,
	type JobHandle,
	type JobSnapshot,
	type Transport,
} from '../src/client/index.ts';
import { createRestTransport } from '../src/client/axios/index.ts';
import { createChance } from './chance.ts';
import type { AuthorDeed } from './faults.ts';
import type { Line } from './front.ts';
import {
	createHastyEnvironment,
	type HastyEnvironment,
} from './hastyEnvironment.ts';
import type { JobPlan } from './plan.ts';

/** Something that an author was told went wrong. */
export interface Told {
	readonly doing: 'start' | 'find' | 'watch' | 'import' | 'cancel' | 'retry';
	readonly code: AiJobErrorCode | 'unknown';
	readonly message: string;
	readonly mayBeBilled: boolean;
	/** Real time, Unix ms. */
	readonly at: number;
}

/** What an author lived through with one job. */
export interface Story {
	readonly number: number;
	/** How many starts were asked for, each with the job's one key. */
	starts: number;
	/** Ids that the starts were answered with. */
	readonly ids: Set< string >;
	/** Of the job, as the author saw it last; null: it never came to be. */
	end: JobSnapshot[ 'status' ] | null;
	/** The text, or null. */
	text: string | null;
	/** Indexes of the images that were there. */
	images: readonly number[];
	/** Attachments by image. */
	readonly attachments: Map< number, Set< number > >;
	/** How often the author had a job that failed run again. */
	retries: number;
	cancelled: boolean;
	readonly told: Told[];
}

export interface Desk {
	readonly speed: number;
	readonly postId: number;
	readonly nonce: string;
	/** Opens one more browser. */
	readonly open: () => Line;
	/** Where another browser is told what is to befall it. */
	readonly deed: AuthorDeed | undefined;
	readonly onHit: () => void;
}

/** How often an author presses a button that does not work before they give up. */
const PRESSES = 15;

interface Browser {
	readonly line: Line;
	readonly client: AiJobClient;
	readonly environment: HastyEnvironment;
}

/**
 * Does with one job what an author does: starts it, waits, tries again what
 * did not work, takes the result, puts images into the media library.
 *
 * @param plan What was drawn.
 * @param desk Where the author works.
 */
export async function work( plan: JobPlan, desk: Desk ): Promise< Story > {
	const chance = createChance( plan.seed );
	const story: Story = {
		number: plan.number,
		starts: 0,
		ids: new Set(),
		end: null,
		text: null,
		images: [],
		attachments: new Map(),
		retries: 0,
		cancelled: false,
		told: [],
	};
	const browse = (): Browser => {
		const line = desk.open();
		const environment = createHastyEnvironment(
			desk.speed,
			createChance( chance.between( 0, 2 ** 31 - 1 ) )
		);
		const client = createAiJobClient( {
			transport: hasten(
				createRestTransport( {
					root: `${ line.url }/wp-json/`,
					nonce: desk.nonce,
					nonceUrl: `${ line.url }/wp-admin/admin-ajax.php?action=rest-nonce`,
				} ),
				desk.speed
			),
			environment,
		} );
		return { line, environment, client };
	};

	/** Does something, again and again while it may help; null: it never worked. */
	const press = async < Value >(
		{ line }: Browser,
		doing: Told[ 'doing' ],
		act: () => Promise< Value >
	): Promise< Value | null > => {
		for ( let presses = 1; presses <= PRESSES; presses++ ) {
			try {
				return await act();
			} catch ( error ) {
				const told = tell( story, doing, error );
				if (
					told.code === 'not_logged_in' ||
					told.code === 'invalid_nonce'
				) {
					line.logIn();
				} else if (
					told.code === 'not_found' ||
					told.code === 'conflict' ||
					told.code === 'unknown'
				) {
					return null;
				}
				await sleep( 100 * presses );
			}
		}
		return null;
	};

	let browser = browse();
	const { type, number } = plan;
	const input = {
		prompt: `Write about roof #${ number }`,
		...( type === 'image' && { count: plan.count } ),
	};
	const start = async ( signal?: AbortSignal ) => {
		story.starts++;
		const job = await browser.client.start( type, input, {
			context: { postId: desk.postId },
			idempotencyKey: `roof-${ number }`,
			...( signal && { signal } ),
		} );
		story.ids.add( job.id );
		return job as JobHandle< ContentResult | ImageResult >;
	};

	const find = async () => {
		const jobs = await browser.client.list( desk.postId );
		const mine = jobs.find( ( job ) =>
			JSON.stringify( job.input ).includes( `#${ number }"` )
		);
		if ( mine ) {
			story.ids.add( mine.id );
		}
		return mine
			? ( browser.client.job( type, mine.id ) as JobHandle<
					ContentResult | ImageResult
				> )
			: null;
	};

	let job: JobHandle< ContentResult | ImageResult > | null;
	if ( desk.deed === 'start-20-times' ) {
		desk.onHit();
		const [ first ] = await Promise.all(
			Array.from( { length: 20 }, () =>
				press( browser, 'start', () => start() )
			)
		);
		job = first ?? null;
	} else if ( desk.deed === 'leave' ) {
		desk.onHit();
		const leaving = new AbortController();
		// It may have arrived, or not; nobody waits for the answer.
		setTimeout( () => leaving.abort(), chance.between( 50, 800 ) );
		await start( leaving.signal ).catch( () => null );
		await sleep( chance.between( 100, 1_000 ) );
		browser = browse();
		job = await press( browser, 'find', find );
		// There is nothing to be found: the author asks anew, as the popover does, with the key that it kept.
		job ??= await press( browser, 'start', () => start() );
	} else {
		job = await press( browser, 'start', () => start() );
	}
	job ??= await press( browser, 'find', find );
	if ( ! job ) {
		return story;
	}

	const { id } = job;
	const here = browser;
	if ( desk.deed === 'sleep' ) {
		desk.onHit();
		void here.environment.sleep( chance.between( 500, 4_000 ), 600_000 );
	} else if ( desk.deed === 'clock-forward' ) {
		setTimeout(
			() => {
				desk.onHit();
				here.environment.jump( chance.between( 1, 10 ) * 3_600_000 );
			},
			chance.between( 50, 800 )
		);
	}
	const wantsToStop =
		desk.deed === 'cancel' ||
		plan.faults.some(
			( { fault } ) => fault.at === 'line' && fault.ask === 'cancel'
		);
	const stopping = wantsToStop
		? sleep( chance.between( 50, 900 ) ).then( async () => {
				if ( desk.deed === 'cancel' ) {
					desk.onHit();
				}
				await press( here, 'cancel', async () => {
					const stopped = await here.client.cancel( job );
					story.cancelled ||= stopped.status === 'cancelled';
				} );
			} )
		: undefined;

	let isLoggedOut = false;
	/** As often as it takes: who has logged in may be logged out again before the client has seen it. */
	const logIn = () => {
		if ( isLoggedOut ) {
			here.line.logIn();
			here.client.checkNow();
			setTimeout( logIn, 1_000 );
		}
	};
	const logInAgain = ( connection: Connection ) => {
		isLoggedOut = connection === 'logged-out';
		if ( isLoggedOut ) {
			setTimeout( logIn, chance.between( 100, 1_000 ) );
		}
	};
	let follow = true;
	while ( follow ) {
		const last = await press( here, 'watch', async () => {
			let seen: JobSnapshot< ContentResult | ImageResult > | null = null;
			for await ( const snapshot of here.client.watch(
				here.client.job( type, id ) as typeof job,
				{ onConnection: logInAgain }
			) ) {
				seen = snapshot;
			}
			return seen;
		} );
		follow = false;
		story.end = last?.status ?? story.end;
		if ( last?.status === 'completed' ) {
			take( story, last.result );
		} else if (
			last &&
			isFinal( last.status ) &&
			last.status !== 'cancelled'
		) {
			const { error } = last as JobSnapshot & {
				error: {
					code: AiJobErrorCode;
					message: string;
					retryable: boolean;
					mayBeBilled: boolean;
				} | null;
			};
			story.told.push( {
				doing: 'watch',
				code: error?.code ?? 'unknown',
				message: error?.message ?? '',
				mayBeBilled: error?.mayBeBilled ?? false,
				at: Date.now(),
			} );
			if ( error?.retryable && plan.retries && story.retries === 0 ) {
				story.retries++;
				// A retry whose answer was lost may have been heard: look.
				await press( here, 'retry', () => here.client.retry( job ) );
				follow = true;
			}
		}
	}
	await stopping;
	isLoggedOut = false;

	if ( story.end === 'completed' ) {
		for ( const index of story.images ) {
			await press( here, 'import', async () => {
				const { attachmentId } = await here.client.importImage(
					job,
					index,
					{ alt: 'A roof' }
				);
				const known = story.attachments.get( index ) ?? new Set();
				story.attachments.set( index, known.add( attachmentId ) );
			} );
		}
	}
	if ( story.end !== null && isFinal( story.end ) ) {
		// Nobody is told of what becomes of it.
		await here.client.acknowledge( job ).catch( () => {} );
	}
	return story;
}

function take( story: Story, result: ContentResult | ImageResult ): void {
	if ( 'content' in result ) {
		story.text = result.content;
	} else {
		story.images = result.images.map( ( { index } ) => index );
	}
}

function tell( story: Story, doing: Told[ 'doing' ], error: unknown ): Told {
	const told: Told =
		error instanceof AiJobError
			? {
					doing,
					code: error.code,
					message: error.message,
					mayBeBilled: error.mayBeBilled ?? false,
					at: Date.now(),
				}
			: {
					doing,
					code: 'unknown',
					message: String( error ),
					mayBeBilled: false,
					at: Date.now(),
				};
	story.told.push( told );
	return told;
}

/** The client's own limits of requests, on a clock that runs fast. */
function hasten( transport: Transport, speed: number ): Transport {
	const limit = < Options extends { readonly timeoutMs: number } >(
		options: Options
	) => ( { ...options, timeoutMs: options.timeoutMs / speed } );
	const { list, acknowledge, cancel, retry, importImage } = transport;
	return {
		...transport,
		start: ( request, options ) =>
			transport.start( request, limit( options ) ),
		check: ( ids, options ) => transport.check( ids, limit( options ) ),
		...( list && {
			list: ( postId, options ) => list( postId, limit( options ) ),
		} ),
		...( acknowledge && {
			acknowledge: ( id, options ) => acknowledge( id, limit( options ) ),
		} ),
		...( cancel && {
			cancel: ( id, options ) => cancel( id, limit( options ) ),
		} ),
		...( retry && {
			retry: ( id, options ) => retry( id, limit( options ) ),
		} ),
		...( importImage && {
			importImage: ( id, index, fields, options ) =>
				importImage( id, index, fields, limit( options ) ),
		} ),
	};
}
