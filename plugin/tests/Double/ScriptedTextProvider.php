<?php
/**
 * A provider that does as it is told.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Double;

use WpAiJobs\Integrations\AI\Provider\TextProvider;
use WpAiJobs\Integrations\AI\Provider\TextRequest;

/**
 * Gives one answer and remembers what it was asked.
 */
final class ScriptedTextProvider extends ScriptedProvider implements TextProvider {

	/**
	 * What it was asked.
	 *
	 * @var TextRequest[]
	 */
	public $requests = array();

	/**
	 * Its answer.
	 *
	 * @var mixed
	 */
	private $answer;

	/**
	 * A provider.
	 *
	 * @param mixed $answer        TextResult or WP_Error.
	 * @param bool  $is_configured Whether it is configured.
	 */
	public function __construct( $answer = null, bool $is_configured = true ) {
		parent::__construct( $is_configured );
		$this->answer = $answer;
	}

	/** {@inheritDoc} */
	public function generate_text( TextRequest $request ) {
		$this->requests[] = $request;
		return $this->answer;
	}
}
