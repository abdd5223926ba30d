<?php
/**
 * What a text provider answers.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI\Provider;

defined( 'ABSPATH' ) || exit;

/**
 * A generated text as it came, with what the provider tells about it.
 */
final class TextResult {

	/**
	 * The text.
	 *
	 * @var string
	 */
	private $text;

	/**
	 * The model that answered.
	 *
	 * @var string|null
	 */
	private $model;

	/**
	 * Tokens used.
	 *
	 * @var array{input_tokens:int,output_tokens:int}|null
	 */
	private $usage;

	/**
	 * Whether the provider stopped at its length limit.
	 *
	 * @var bool
	 */
	private $is_truncated;

	/**
	 * An answer.
	 *
	 * @param string                                         $text         Markdown.
	 * @param string|null                                    $model        The model that answered; null where the provider does not tell.
	 * @param array{input_tokens:int,output_tokens:int}|null $usage        Tokens used; null where the provider does not tell.
	 * @param bool                                           $is_truncated Whether the provider stopped at its length limit, in mid-text.
	 */
	public function __construct( string $text, ?string $model = null, ?array $usage = null, bool $is_truncated = false ) {
		$this->text         = $text;
		$this->model        = $model;
		$this->usage        = $usage;
		$this->is_truncated = $is_truncated;
	}

	/** The text, Markdown. */
	public function text(): string {
		return $this->text;
	}

	/** The model that answered, or null. */
	public function model(): ?string {
		return $this->model;
	}

	/**
	 * Tokens used, or null.
	 *
	 * @return array{input_tokens:int,output_tokens:int}|null
	 */
	public function usage(): ?array {
		return $this->usage;
	}

	/** Whether the provider stopped at its length limit, in mid-text. */
	public function is_truncated(): bool {
		return $this->is_truncated;
	}
}
