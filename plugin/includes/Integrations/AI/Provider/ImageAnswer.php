<?php
/**
 * What an image provider answers.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI\Provider;

defined( 'ABSPATH' ) || exit;

/**
 * What a provider tells about an image besides its bytes.
 */
final class ImageAnswer {

	/**
	 * The model that answered.
	 *
	 * @var string|null
	 */
	private $model;

	/**
	 * What the provider made of the prompt.
	 *
	 * @var string|null
	 */
	private $revised_prompt;

	/**
	 * An answer.
	 *
	 * @param string|null $model          The model that answered; null where the provider does not tell.
	 * @param string|null $revised_prompt What the provider made of the prompt; null where it does not tell.
	 */
	public function __construct( ?string $model = null, ?string $revised_prompt = null ) {
		$this->model          = $model;
		$this->revised_prompt = $revised_prompt;
	}

	/** The model that answered, or null. */
	public function model(): ?string {
		return $this->model;
	}

	/** What the provider made of the prompt, or null. */
	public function revised_prompt(): ?string {
		return $this->revised_prompt;
	}
}
