<?php
/**
 * A text from a provider.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI;

use WP_Error;
use WpAiJobs\Integrations\AI\Provider\TextProviders;
use WpAiJobs\Integrations\AI\Provider\TextRequest;
use WpAiJobs\Integrations\AI\Provider\TextResult;

defined( 'ABSPATH' ) || exit;

/**
 * Has the first configured provider write a text, and makes sure that one came.
 */
final class TextGenerator {

	/**
	 * Asks once, and waits for as long as the answer is of use.
	 *
	 * @param TextRequest $request The question.
	 * @param string|null $sample  What the demo answers; null for an example of everything that a
	 *                             text can hold.
	 * @return TextResult|WP_Error The text without what models put around it; never an empty one.
	 */
	public static function generate( TextRequest $request, ?string $sample = null ) {
		$provider = TextProviders::current();
		if ( null === $provider ) {
			return new WP_Error( 'no_provider', '' );
		}
		$result = $provider->generate_text( $request );
		if ( $result instanceof WP_Error ) {
			return $result;
		}
		if ( null !== $sample && $provider->is_demo() ) {
			return new TextResult( $sample, $result->model() );
		}
		$text = ContentAnswer::clean( $result->text() );
		if ( '' === $text ) {
			return new WP_Error(
				'provider_invalid_response',
				$result->is_truncated()
					? __( 'The AI provider reached its length limit before it wrote anything. Please ask for a shorter text.', 'wp-ai-jobs' )
					: __( 'The AI provider sent an empty answer.', 'wp-ai-jobs' )
			);
		}
		// A text that ends in the middle is paid for and of use, but has to look like it.
		return new TextResult( $result->is_truncated() ? $text . '…' : $text, $result->model(), $result->usage(), $result->is_truncated() );
	}
}
