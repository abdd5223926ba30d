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

defined( 'ABSPATH' ) || exit;

/**
 * Checks an author's wishes and has the first configured provider write the text.
 */
final class ContentHandler implements RepeatableHandler {

	/** {@inheritDoc} */
	public function capabilities(): array {
		return TextProviders::capabilities();
	}

	/** {@inheritDoc} */
	public function is_repeatable(): bool {
		return true;
	}

	/** {@inheritDoc} */
	public function validate( array $input ) {
		return ContentInput::validate( $input );
	}

	/** {@inheritDoc} */
	public function execute( Job $job ) {
		$result = TextGenerator::generate(
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
		return array(
			'content' => $result->text(),
			'format'  => 'markdown',
			'model'   => $result->model(),
			'usage'   => $result->usage(),
		);
	}
}
