<?php
/**
 * The registry of image providers.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI\Provider;

use WpAiJobs\Core\Guard;

defined( 'ABSPATH' ) || exit;

/**
 * Knows the image providers of this site in their order. The first that is configured answers.
 */
final class ImageProviders {

	/**
	 * All providers, the preferred first.
	 *
	 * @return ImageProvider[]
	 */
	public static function all(): array {
		/**
		 * Filters the image providers of this site. The first that is configured answers.
		 *
		 *     add_filter( 'wpaijobs_image_providers', function ( array $providers ): array {
		 *         array_unshift( $providers, new Acme\Image_Provider() ); // implements ImageProvider
		 *         return $providers;
		 *     } );
		 *
		 * @param ImageProvider[] $providers The preferred first.
		 */
		$providers = Guard::call( static fn() => apply_filters( 'wpaijobs_image_providers', array( new CoreImages(), new OpenAIImages(), new DemoImages() ) ) );

		return array_values(
			array_filter(
				is_array( $providers ) ? $providers : array(),
				static function ( $provider ): bool {
					return $provider instanceof ImageProvider;
				}
			)
		);
	}

	/**
	 * The provider that answers now, or null.
	 *
	 * @return ImageProvider|null
	 */
	public static function current(): ?ImageProvider {
		foreach ( self::all() as $provider ) {
			if ( $provider->is_configured() ) {
				return $provider;
			}
		}
		return null;
	}
}
