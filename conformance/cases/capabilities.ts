import * as v from 'valibot';
import { defineCases } from '../case.ts';
import { expectAnswer } from '../caller.ts';
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
			'tells who may put images into the media library',
			'whether the user has `upload_files`',
			async ( { rest } ) => {
				for ( const [ user, can ] of [
					[ 'author', true ],
					[ 'contributor', false ],
				] as const ) {
					expectAnswer( await rest( request, user ), 200, {
						types: { image: { can_import: can } },
					} );
				}
			},
			'contributor'
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
