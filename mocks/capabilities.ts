import { demoImageOptions } from './imageWish.ts';
import type { Scenario } from './scenario.ts';

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
 * What `GET /capabilities` answers.
 *
 * @param scenario What the site plays.
 */
export function capabilitiesOf( scenario: Scenario ) {
	const { hasProvider, canImport = true, settingsUrl = null } = scenario;
	const provider = providerOf( scenario );
	const available = hasProvider !== false;
	const content = {
		available,
		provider: available ? provider.name : null,
		label: available ? provider.label : null,
		demo: available && provider.demo,
	};
	return {
		types: {
			content,
			image: {
				...content,
				options: imageOptionsOf( scenario ),
				can_import: canImport,
			},
		},
		settings_url: settingsUrl,
	};
}
