import { demoImageOptions } from './imageWish.ts';
import type { MockJobTypes } from './mockJobType.ts';
import type { Scenario } from './scenario.ts';
import { canStart, type MockUser } from './user.ts';

const demoProvider = { name: 'demo', label: 'Demo', demo: true };

/**
 * Who generates on the mocked site.
 *
 * @param scenario May name another.
 */
export const providerOf = ( { provider = demoProvider }: Scenario ) => provider;

/**
 * What the provider can do with images.
 *
 * @param scenario May take some of it away.
 */
export const imageOptionsOf = ( { imageOptions }: Scenario ) => ( {
	...demoImageOptions,
	...imageOptions,
} );

/**
 * Whether a user may put images into the media library.
 *
 * @param user     Who asks.
 * @param scenario May forbid it to all.
 */
export const canImport = ( user: MockUser, scenario: Scenario ) =>
	( user.canUpload ?? true ) && ( scenario.canImport ?? true );

/**
 * Where a user sets up a provider; null for who may not.
 *
 * @param user     Who asks.
 * @param scenario Names it.
 */
export const settingsUrlFor = (
	user: MockUser,
	{ settingsUrl = null }: Scenario
) => ( ( user.canManage ?? true ) ? settingsUrl : null );

/**
 * What `GET /capabilities` answers.
 *
 * @param user     Who asks.
 * @param scenario What the site plays.
 * @param jobTypes What the site knows.
 */
export function capabilitiesOf(
	user: MockUser,
	scenario: Scenario,
	jobTypes: MockJobTypes
) {
	const { hasProvider } = scenario;
	const provider = providerOf( scenario );
	const available = hasProvider !== false;
	const text = {
		available,
		provider: available ? provider.name : null,
		label: available ? provider.label : null,
		demo: available && provider.demo,
	};
	return {
		types: Object.fromEntries(
			[ ...jobTypes.keys() ]
				.filter( ( name ) => canStart( user, name ) )
				.map( ( name ) => [
					name,
					name === 'image'
						? {
								...text,
								options: imageOptionsOf( scenario ),
								can_import: canImport( user, scenario ),
							}
						: text,
				] )
		),
		settings_url: settingsUrlFor( user, scenario ),
	};
}
