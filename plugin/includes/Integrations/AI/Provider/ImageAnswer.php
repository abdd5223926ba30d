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
	 * Tokens used.
	 *
	 * @var array<string,mixed>|null
	 */
	private $usage;

	/**
	 * An answer.
	 *
	 * @param string|null              $model          The model that answered; null where the provider does not tell.
	 * @param string|null              $revised_prompt What the provider made of the prompt; null where it does not tell.
	 * @param array<string,mixed>|null $usage          Tokens used, in the provider's own names (`input_tokens`,
	 *                                                 `output_tokens`, …); null where it does not tell.
	 */
	public function __construct( ?string $model = null, ?string $revised_prompt = null, ?array $usage = null ) {
		$this->model          = $model;
		$this->revised_prompt = $revised_prompt;
		$this->usage          = $usage;
	}

	/** The model that answered, or null. */
	public function model(): ?string {
		return $this->model;
	}

	/** What the provider made of the prompt, or null. */
	public function revised_prompt(): ?string {
		return $this->revised_prompt;
	}

	/**
	 * Tokens used, in the provider's own names, or null.
	 *
	 * @return array<string,mixed>|null
	 */
	public function usage(): ?array {
		return $this->usage;
	}
}
