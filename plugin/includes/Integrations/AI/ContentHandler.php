<?php
/**
 * The job type `content`: text for a post.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI;

use WP_Error;
use WpAiJobs\Integrations\AI\Provider\TextProviders;
use WpAiJobs\Integrations\AI\Provider\TextRequest;

/**
 * Checks an author's wishes and has the first configured provider write the text.
 */
final class ContentHandler implements JobHandler {

	/** {@inheritDoc} */
	public function capabilities(): array {
		$provider = TextProviders::current();
		return array(
			'available' => null !== $provider,
			'provider'  => null === $provider ? null : $provider->id(),
			'label'     => null === $provider ? null : $provider->label(),
			'demo'      => null !== $provider && $provider->is_demo(),
		);
	}

	/** {@inheritDoc} */
	public function validate( array $input ) {
		return ContentInput::validate( $input );
	}

	/** {@inheritDoc} */
	public function execute( Job $job ) {
		$provider = TextProviders::current();
		if ( null === $provider ) {
			return new WP_Error( 'no_provider', '' );
		}
		$result = $provider->generate_text(
			new TextRequest(
				ContentPrompt::system_instruction( $job->input() ),
				ContentPrompt::prompt( $job->input(), $job->context() ),
				$job->input()['prompt'],
				$job->expires_at()
			)
		);
		if ( $result instanceof WP_Error ) {
			return $result;
		}
		$content = ContentAnswer::clean( $result->text() );
		if ( '' === $content ) {
			return new WP_Error(
				'provider_invalid_response',
				$result->is_truncated()
					? __( 'The AI provider reached its length limit before it wrote anything. Please ask for a shorter text.', 'wp-ai-jobs' )
					: __( 'The AI provider sent an empty answer.', 'wp-ai-jobs' )
			);
		}
		return array(
			// A text that ends in the middle is paid for and of use, but has to look like it.
			'content' => $result->is_truncated() ? $content . '…' : $content,
			'format'  => 'markdown',
			'model'   => $result->model(),
			'usage'   => $result->usage(),
		);
	}
}
