import * as v from 'valibot';
import { defineCases } from '../case.ts';
import { content, expectAnswer, expectRefusal, UNKNOWN_ID } from '../caller.ts';
import { expectThat, Mismatch, show } from '../expectation.ts';

const MAX_IDS = 50;
const MAX_LISTED = 50;

export const checkCases = defineCases( 'rest', 'GET /jobs', ( add ) => {
	add(
		'answers many ids in the order asked, and leaves out what does not exist',
		"a list of the snapshots that exist for this owner, in the order asked; ids that do not exist, or are another owner's, are absent",
		async ( { started, check } ) => {
			const one = await started();
			const two = await started();
			expectAnswer(
				await check( [ two.id, UNKNOWN_ID, one.id ].join( ',' ) ),
				200,
				[ { id: two.id }, { id: one.id } ]
			);
		}
	);

	add(
		'leaves out another owner’s',
		"ids that do not exist, or are another owner's, are absent",
		async ( { started, check } ) => {
			const mine = await started();
			const theirs = await started( content(), {
				user: 'administrator',
			} );
			expectAnswer( await check( `${ theirs.id },${ mine.id }` ), 200, [
				{ id: mine.id },
			] );
		},
		'administrator'
	);

	add( 'takes 50 ids', '1 to 50 ids', async ( { started, check } ) => {
		const { id } = await started();
		expectAnswer(
			await check(
				[ ...Array( MAX_IDS - 1 ).fill( UNKNOWN_ID ), id ].join( ',' )
			),
			200,
			[ { id } ]
		);
	} );

	add( 'none left is a 404', 'None left: 404', async ( { check } ) => {
		expectRefusal(
			await check( `${ UNKNOWN_ID },no-such-id` ),
			404,
			'ai_job_not_found'
		);
	} );

	[
		'/jobs',
		'/jobs?include=',
		`/jobs?include=${ Array( MAX_IDS + 1 )
			.fill( UNKNOWN_ID )
			.join( ',' ) }`,
	].forEach( ( path, number ) =>
		add(
			`wants 1 to 50 ids (${ number })`,
			'1 to 50 ids',
			async ( { rest } ) => {
				expectRefusal(
					await rest( { path } ),
					400,
					'ai_job_invalid_input',
					'include'
				);
			}
		)
	);

	for ( const post of [ '0', '-1', 'x', '1.5' ] ) {
		add(
			`refuses the post "${ post }"`,
			'wrong or missing field',
			async ( { rest } ) => {
				expectRefusal(
					await rest( { path: `/jobs?post=${ post }` } ),
					400,
					'ai_job_invalid_input',
					'post'
				);
			}
		);
	}

	add(
		'a post without jobs has an empty list',
		"200 and the owner's jobs of that post",
		async ( { rest } ) => {
			expectAnswer(
				await rest( { path: '/jobs?post=999999999' } ),
				200,
				[]
			);
		}
	);

	add(
		'lists a post’s completed and unacknowledged jobs, newest first, with what was asked for',
		'live, or completed, failed or expired and not acknowledged; newest first',
		async ( { completed, act, rest, listed, postId } ) => {
			const before = await listed( postId );
			const input = { prompt: 'Rain', tone: 'casual' };
			const context = { post_id: postId, title: 'Rain in Rome' };
			const first = await completed( content( input, { context } ) );
			const second = await completed( content( {}, { context } ) );
			expectThat(
				await listed( postId ),
				[ second.id, first.id, ...before ],
				'ids'
			);
			const body = expectAnswer(
				await rest( { path: `/jobs?post=${ postId }` } ),
				200,
				v.array(
					v.object( {
						input: v.looseObject( {} ),
						context: v.looseObject( {} ),
					} )
				)
			);
			expectThat(
				body,
				v.custom(
					( list ) =>
						Array.isArray( list ) &&
						( expectThat( list[ 1 ], { input, context }, 'body.1' ),
						true )
				),
				'body'
			);
			await act( second.id, 'acknowledge' );
			expectThat(
				await listed( postId ),
				[ first.id, ...before ],
				'ids'
			);
		},
		'post'
	);

	add(
		'lists live jobs and, until it is acknowledged, one that failed, but none that was stopped',
		"the owner's jobs of that post that are live",
		async ( { started, act, run, listed, postId, control } ) => {
			const before = await listed( postId );
			const inPost = content( {}, { context: { post_id: postId } } );
			const stopped = await started( inPost );
			const failing = await started( inPost );
			const pending = await started( inPost );
			expectThat(
				await listed( postId ),
				[ pending.id, failing.id, stopped.id, ...before ],
				'ids'
			);
			await act( stopped.id, 'cancel' );
			await control.play( [
				{
					code: 'provider_unavailable',
					retryable: true,
					mayBeBilled: false,
				},
			] );
			await run( failing.id );
			expectThat(
				await listed( postId ),
				[ pending.id, failing.id, ...before ],
				'ids'
			);
			await act( failing.id, 'acknowledge' );
			expectThat(
				await listed( postId ),
				[ pending.id, ...before ],
				'ids'
			);
		},
		'post',
		'control'
	);

	add(
		'lists nobody else’s jobs, not even to who manages the site',
		"`GET /jobs?post=ID` lists one's own",
		async ( { started, listed, postId } ) => {
			const mine = await started(
				content( {}, { context: { post_id: postId } } )
			);
			const theirs = await listed( postId, 'administrator' );
			if ( theirs.includes( mine.id ) ) {
				throw new Mismatch(
					'ids',
					'without the author’s',
					show( theirs )
				);
			}
		},
		'post',
		'administrator'
	);

	add(
		'lists at most 50',
		'newest first, at most 50',
		async ( { started, listed, postId } ) => {
			let newest = '';
			for ( let made = 0; made <= MAX_LISTED; made++ ) {
				newest = (
					await started(
						content( {}, { context: { post_id: postId } } )
					)
				).id;
			}
			const ids = await listed( postId );
			expectThat( ids.length, MAX_LISTED, 'length' );
			expectThat( ids[ 0 ] ?? null, newest, 'ids.0' );
		},
		'post',
		'control'
	);
} );
