import { expect, test } from 'vitest';
import { createRestTransport } from '../src/client/axios/index.ts';
import { createAiJobClient } from '../src/client/index.ts';
import { createChance } from './chance.ts';
import { createHastyEnvironment } from './hastyEnvironment.ts';
import { textOf } from './provider.ts';
import { createWorld, SPEED } from './world.ts';

const STARTS = 100;

test.each( [ 'mariadb', 'sqlite' ] as const )(
	`${ STARTS } starts with one key at once are one job and one provider call, on %s`,
	async ( database ) => {
		const world = await createWorld( {
			processes: 16,
			places: 16,
			database,
		} );
		try {
			world.provider.expect( 1, { delayMs: 300 } );
			const chance = createChance( 1 );
			const clients = Array.from( { length: STARTS }, ( _, at ) => {
				const { url } = world.front.open(
					String( at ),
					world.session.cookie
				);
				return createAiJobClient( {
					transport: createRestTransport( {
						root: `${ url }/wp-json/`,
						nonce: world.session.nonce,
					} ),
					environment: createHastyEnvironment( SPEED, chance ),
				} );
			} );
			const results = await Promise.all(
				clients.map( async ( client ) => {
					const job = await client.start(
						'content',
						{ prompt: 'Write about roof #1' },
						{ idempotencyKey: 'one-key' }
					);
					const contents: unknown[] = [];
					for await ( const snapshot of client.watch( job ) ) {
						if ( snapshot.status === 'completed' ) {
							contents.push( snapshot.result.content );
						}
					}
					return { id: job.id, contents };
				} )
			);

			expect( new Set( results.map( ( { id } ) => id ) ).size ).toBe( 1 );
			for ( const { contents } of results ) {
				expect( contents ).toContain( textOf( 1 ) );
			}
			expect( world.provider.calls ).toHaveLength( 1 );
			expect(
				world.ledger().filter( ( { event } ) => event === 'created' )
			).toHaveLength( 1 );
		} finally {
			await world.stop();
		}
	}
);
