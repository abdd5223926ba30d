<?php
/**
 * The registry of text providers.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI\Provider;

use WpAiJobs\Core\Guard;

defined( 'ABSPATH' ) || exit;

/**
 * Knows the text providers of this site in their order. The first that is configured answers.
 */
final class TextProviders {

	/**
	 * All providers, the preferred first.
	 *
	 * @return TextProvider[]
	 */
	public static function all(): array {
		/**
		 * Filters the text providers of this site. The first that is configured answers.
		 *
		 *     add_filter( 'wpaijobs_text_providers', function ( array $providers ): array {
		 *         array_unshift( $providers, new Acme\Text_Provider() ); // implements TextProvider
		 *         return $providers;
		 *     } );
		 *
		 * @param TextProvider[] $providers The preferred first.
		 */
		$providers = Guard::call( static fn() => apply_filters( 'wpaijobs_text_providers', array( new CoreAiClient(), new OpenAI(), new Demo() ) ) );

		return array_values(
			array_filter(
				is_array( $providers ) ? $providers : array(),
				static function ( $provider ): bool {
					return $provider instanceof TextProvider;
				}
			)
		);
	}

	/**
	 * The provider that answers now, or null.
	 *
	 * @return TextProvider|null
	 */
	public static function current(): ?TextProvider {
		foreach ( self::all() as $provider ) {
			if ( $provider->is_configured() ) {
				return $provider;
			}
		}
		return null;
	}

	/**
	 * What a job type that asks them for a text can tell of itself: see JobHandler::capabilities().
	 *
	 * @return array{available:bool,provider:?string,label:?string,demo:bool}
	 */
	public static function capabilities(): array {
		$provider = self::current();
		return array(
			'available' => null !== $provider,
			'provider'  => null === $provider ? null : $provider->id(),
			'label'     => null === $provider ? null : $provider->label(),
			'demo'      => null !== $provider && $provider->is_demo(),
		);
	}
}
