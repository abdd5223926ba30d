import { join } from 'node:path';
import { work, type Story } from './author.ts';
import type { Fault } from './faults.ts';
import type { LedgerEvent } from './ledger.ts';
import type { JobPlan } from './plan.ts';
import type { ProviderCall } from './provider.ts';
import { prepareSiteWide, type SiteWide, type Trouble } from './siteWide.ts';
import { createWorld, SPEED, type World } from './world.ts';

/** A row of the site's table when all is over. */
export interface Row {
	readonly id: string;
	readonly status: string;
	readonly parent_id: string | null;
	readonly has_result: string;
	readonly input: string;
}

/** Everything that a run has left behind to be judged. */
export interface Records {
	readonly plans: readonly JobPlan[];
	readonly stories: readonly Story[];
	readonly calls: readonly ProviderCall[];
	readonly events: readonly LedgerEvent[];
	readonly rows: readonly Row[];
	/** How often each kind of fault struck. */
	readonly hits: ReadonlyMap< string, number >;
	/** Jobs that each kind struck. */
	readonly struck: ReadonlyMap< number, ReadonlySet< string > >;
	/** Processes that were killed at random. */
	readonly killed: ReadonlySet< number >;
	/** What happened to the site as a whole. */
	readonly troubles: readonly Trouble[];
	readonly requests: number;
	readonly replacedProcesses: number;
	readonly seconds: number;
	/** What PHP logged. */
	readonly log: string;
}

export interface CampaignOptions {
	readonly plans: readonly JobPlan[];
	/** How many authors work at once. */
	readonly authors: number;
	/** Busy processes that are killed, each when so many jobs are done. */
	readonly kills?: readonly {
		readonly after: number;
		readonly which: number;
	}[];
	/** Told of jobs that are done, and of those at work since when, on `performance`'s clock. */
	readonly onProgress?: (
		done: number,
		atWork: ReadonlyMap< number, number >
	) => void;
}

/**
 * Runs jobs, with what is drawn for each.
 *
 * @param options
 */
export async function runCampaign(
	options: CampaignOptions
): Promise< Records > {
	const world = await createWorld( {
		processes: options.authors * 2 + 4,
		places: options.authors,
	} );
	try {
		return await run(
			world,
			prepareSiteWide( world.site, world.folder ),
			options
		);
	} finally {
		await world.stop();
	}
}

async function run(
	world: World,
	siteWide: SiteWide,
	{ plans, authors, kills = [], onProgress }: CampaignOptions
): Promise< Records > {
	const began = performance.now();
	const hits = new Map< string, number >();
	const struck = new Map< number, Set< string > >();
	const hit = ( kind: string, number: number ) => {
		hits.set( kind, ( hits.get( kind ) ?? 0 ) + 1 );
		struck.set( number, ( struck.get( number ) ?? new Set() ).add( kind ) );
	};
	const killed = new Set< number >();
	const kill = ( which: number ) => {
		const pids = world.pool.busy();
		const pid = pids[ which % pids.length ];
		if ( pid !== undefined ) {
			killed.add( pid );
			process.kill( pid, 'SIGKILL' );
		}
	};
	let requests = 0;

	const live = async ( plan: JobPlan ): Promise< Story > => {
		const { number } = plan;
		const of = < At extends Fault[ 'at' ] >( at: At ) => {
			const drawn = plan.faults.find( ( { fault } ) => fault.at === at );
			return (
				drawn && {
					fault: drawn.fault as Extract< Fault, { readonly at: At } >,
					onHit: () => hit( drawn.kind.name, number ),
				}
			);
		};
		const atProcess = of( 'process' );
		const ladder = of( 'ladder' );
		if ( atProcess || ladder ) {
			world.instruct( number, {
				...( atProcess && {
					step: atProcess.fault.step,
					deed: atProcess.fault.deed,
				} ),
				...( ladder && {
					loopback: false,
					...( ! ladder.fault.cron && { cron: false } ),
				} ),
			} );
		}
		const wide = of( 'site' );
		const strike = async () => {
			if ( wide ) {
				await siteWide.strike( wide.fault.deed, wide.fault.durationMs );
				wide.onHit();
			}
		};
		const provided = of( 'provider' );
		world.provider.expect( number, {
			delayMs: plan.providerMs,
			...( provided && {
				deed: provided.fault.deed,
				onHit: provided.onHit,
			} ),
			...( wide?.fault.moment === 'asked' && { onAsked: strike } ),
			...( wide?.fault.moment === 'answer' && { onAnswer: strike } ),
		} );
		if ( wide?.fault.moment === 'start' ) {
			await strike();
		}
		const lines: { requests: () => number }[] = [];
		const author = of( 'author' );
		const story = await work( plan, {
			speed: SPEED,
			postId: world.postIds[ number % world.postIds.length ] ?? 0,
			nonce: world.session.nonce,
			open() {
				const line = world.front.open(
					`${ number }-${ lines.length }`,
					world.session.cookie
				);
				const onLine = of( 'line' );
				if ( onLine && lines.length === 0 ) {
					const { ask, deed, times } = onLine.fault;
					let isNew = true;
					line.expect( ask, deed, times, () => {
						if ( isNew ) {
							isNew = false;
							onLine.onHit();
						}
					} );
				}
				lines.push( line );
				return line;
			},
			deed: author?.fault.deed,
			onHit: author?.onHit ?? ( () => {} ),
		} );
		requests += lines.reduce( ( sum, line ) => sum + line.requests(), 0 );
		return story;
	};

	const stories: Story[] = [];
	const atWork = new Map< number, number >();
	const queue = [ ...plans ];
	await Promise.all(
		Array.from( { length: authors }, async () => {
			for ( let plan = queue.shift(); plan; plan = queue.shift() ) {
				atWork.set( plan.number, performance.now() );
				stories.push( await live( plan ) );
				atWork.delete( plan.number );
				kills
					.filter( ( { after } ) => after === stories.length )
					.forEach( ( { which } ) => kill( which ) );
				onProgress?.( stories.length, atWork );
			}
		} )
	);
	await siteWide.calm();
	const events = world.ledger();
	for ( const { number, event, deed } of events ) {
		const plan =
			event === 'fault' && plans.find( ( one ) => one.number === number );
		const drawn =
			plan &&
			plan.faults.find(
				( { fault } ) =>
					fault.at === ( deed === undefined ? 'ladder' : 'process' )
			);
		if ( drawn && ! struck.get( number )?.has( drawn.kind.name ) ) {
			hit( drawn.kind.name, number );
		}
	}
	return {
		plans,
		stories,
		calls: world.provider.calls,
		events,
		rows: JSON.parse(
			await world.site.runPhp(
				join( import.meta.dirname, 'php/end.php' )
			)
		) as Row[],
		hits,
		struck,
		killed,
		troubles: siteWide.troubles,
		requests,
		replacedProcesses: world.pool.replaced(),
		seconds: ( performance.now() - began ) / 1_000,
		log: world.site.readLog(),
	};
}
