import * as v from 'valibot';
import { defineCases } from '../case.ts';
import { expectAnswer, expectRefusal } from '../caller.ts';
import { capabilities } from '../wire.ts';

const request = { path: '/capabilities' } as const;

export const capabilityCases = defineCases(
	'rest',
	'GET /capabilities',
	( add ) => {
		add(
			'tells what can be started, and what the provider can do with images',
			'what the provider can do',
			async ( { rest } ) => {
				expectAnswer( await rest( request ), 200, capabilities );
			}
		);

		add(
			'tells only who manages the site where its settings are',
			'`settings_url` only for who may `manage_options`',
			async ( { rest } ) => {
				expectAnswer( await rest( request ), 200, {
					settings_url: null,
				} );
				expectAnswer( await rest( request, 'administrator' ), 200, {
					settings_url: v.string(),
				} );
			},
			'administrator'
		);

		add(
			'tells nobody of images who may not put them into the media library',
			'`image` is missing for anyone without `upload_files`',
			async ( { rest } ) => {
				expectAnswer( await rest( request, 'author' ), 200, {
					types: { image: { can_import: true } },
				} );
				expectAnswer( await rest( request, 'contributor' ), 200, {
					types: { content: {}, image: v.optional( v.never() ) },
				} );
			},
			'contributor'
		);

		add(
			'tells what may be started for a post, to those who may edit it',
			'with `?post=ID` it tells what the user may start for that post',
			async ( { rest, postId } ) => {
				const ofPost = { path: `/capabilities?post=${ postId }` };
				expectAnswer( await rest( ofPost ), 200, capabilities );
				expectRefusal(
					await rest( ofPost, 'contributor' ),
					403,
					'ai_job_forbidden',
					'post'
				);
			},
			'post',
			'contributor'
		);

		add(
			'refuses a post that is none',
			'with `?post=ID` it tells what the user may start for that post',
			async ( { rest } ) => {
				expectRefusal(
					await rest( { path: '/capabilities?post=x' } ),
					400,
					'ai_job_invalid_input',
					'post'
				);
			}
		);

		add(
			'tells that there is no provider',
			'`{ "types": { "content": { "available": bool',
			async ( { rest, control } ) => {
				await control.play( null );
				const none = { available: false, provider: null, label: null };
				expectAnswer( await rest( request ), 200, {
					types: { content: none, image: none },
				} );
			},
			'control'
		);
	}
);
