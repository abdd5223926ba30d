<?php
/**
 * The provider over WordPress's own AI Client.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI\Provider;

use Throwable;
use WordPress\AiClient\Results\DTO\GenerativeAiResult;
use WP_Error;
use WpAiJobs\Core\Guard;

defined( 'ABSPATH' ) || exit;

/**
 * Asks whatever is connected on core's Connectors screen, WordPress 7.0 and later.
 */
final class CoreAiClient implements TextProvider {

	/** Whether what is connected can write texts, as core said last. */
	private const MEMORY = 'wpaijobs_core_text_support';

	/** {@inheritDoc} */
	public function id(): string {
		return 'core';
	}

	/** {@inheritDoc} */
	public function label(): string {
		return CoreConnection::label();
	}

	/**
	 * {@inheritDoc}
	 *
	 * Core answers this by asking every connected provider for its models, over the network and
	 * anew in each request where no object cache is kept. So its yes is remembered for as long
	 * as the same providers are connected: one that cannot be reached for a while makes jobs
	 * fail, it does not make the next provider answer in its place.
	 */
	public function is_configured(): bool {
		$connected = CoreConnection::connected();
		if ( array() === $connected ) {
			return false;
		}
		$fingerprint = implode( ',', array_keys( $connected ) );
		$remembered  = get_transient( self::MEMORY );
		if ( is_array( $remembered ) && ( $remembered['connected'] ?? null ) === $fingerprint ) {
			return (bool) $remembered['supported'];
		}
		try {
			// Compared with true: after an exception the builder answers with itself.
			$supported = true === wp_ai_client_prompt( 'Text.' )
				->using_system_instruction( 'Text.' )
				->is_supported_for_text_generation();
		} catch ( Throwable $e ) {
			// An error of another plugin's provider, which the builder does not catch.
			$supported = false;
		}
		set_transient(
			self::MEMORY,
			array(
				'connected' => $fingerprint,
				'supported' => $supported,
			),
			$supported ? 0 : 5 * MINUTE_IN_SECONDS
		);
		return $supported;
	}

	/** {@inheritDoc} */
	public function is_demo(): bool {
		return false;
	}

	/** {@inheritDoc} */
	public function generate_text( TextRequest $request ) {
		$left_ms = $request->remaining_ms();
		if ( 0 === $left_ms ) {
			return ProviderError::too_late();
		}
		$builder = wp_ai_client_prompt( $request->prompt() )
			->using_system_instruction( $request->system_instruction() )
			->using_request_options( CoreConnection::request_options( $left_ms ) );

		/**
		 * Filters which models of the connected providers are preferred, the best first. Without
		 * any, core takes the first model that can write texts.
		 *
		 *     add_filter( 'wpaijobs_model_preference', fn() => array( 'claude-sonnet-4-5', 'gpt-6.1-terra' ) );
		 *
		 * @param string[] $models Ids of models.
		 */
		$models = array_filter( (array) Guard::call( static fn() => apply_filters( 'wpaijobs_model_preference', array() ) ), 'is_string' );
		if ( array() !== $models ) {
			$builder->using_model_preference( ...array_values( $models ) );
		}

		$result = CoreConnection::ask(
			static function () use ( $builder ) {
				return $builder->generate_text_result();
			}
		);
		return $result instanceof WP_Error ? CoreConnection::error( $result, __( 'No AI provider that is connected to this site can write texts.', 'wp-ai-jobs' ) ) : self::read( $result );
	}

	/**
	 * Forgets what core said.
	 */
	public static function uninstall(): void {
		delete_transient( self::MEMORY );
	}

	/**
	 * Reads core's result.
	 *
	 * @param GenerativeAiResult $result Core's result; it has one candidate at least.
	 * @return TextResult|WP_Error
	 */
	private static function read( GenerativeAiResult $result ) {
		$candidate = $result->getCandidates()[0];
		if ( $candidate->getFinishReason()->isContentFilter() ) {
			return ProviderError::refused();
		}
		$text = '';
		foreach ( $candidate->getMessage()->getParts() as $part ) {
			$text .= $part->getChannel()->isContent() ? (string) $part->getText() : '';
		}
		return new TextResult(
			$text,
			$result->getModelMetadata()->getId(),
			CoreConnection::usage( $result ),
			$candidate->getFinishReason()->isLength()
		);
	}
}
