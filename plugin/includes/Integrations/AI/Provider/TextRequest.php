<?php
/**
 * What a text provider is asked.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI\Provider;

use WpAiJobs\Clock;

defined( 'ABSPATH' ) || exit;

/**
 * One question to a provider: instruction, prompt, and until when an answer is of use.
 */
final class TextRequest {

	/**
	 * What is kept back of the job's lifetime to store what came, in milliseconds. Without it an
	 * answer at the last moment would be paid for and found expired.
	 */
	private const RESERVE_MS = 2000;

	/**
	 * How the provider is to write.
	 *
	 * @var string
	 */
	private $system_instruction;

	/**
	 * What it is to write: the author's words, and what they are about.
	 *
	 * @var string
	 */
	private $prompt;

	/**
	 * The author's words alone.
	 *
	 * @var string
	 */
	private $author_prompt;

	/**
	 * When the job's lifetime ends, in milliseconds since the Unix epoch.
	 *
	 * @var int
	 */
	private $expires_at_ms;

	/**
	 * A question.
	 *
	 * @param string $system_instruction How the provider is to write.
	 * @param string $prompt             What it is to write: the author's words, and what they are about.
	 * @param string $author_prompt      The author's words alone.
	 * @param int    $expires_at_ms      When the job's lifetime ends, in milliseconds since the Unix epoch.
	 */
	public function __construct( string $system_instruction, string $prompt, string $author_prompt, int $expires_at_ms ) {
		$this->system_instruction = $system_instruction;
		$this->prompt             = $prompt;
		$this->author_prompt      = $author_prompt;
		$this->expires_at_ms      = $expires_at_ms;
	}

	/** How the provider is to write. */
	public function system_instruction(): string {
		return $this->system_instruction;
	}

	/** What it is to write: the author's words, and what they are about. */
	public function prompt(): string {
		return $this->prompt;
	}

	/** The author's words alone. */
	public function author_prompt(): string {
		return $this->author_prompt;
	}

	/** How long an answer is still of use from now on, in milliseconds; 0 when it is not. */
	public function remaining_ms(): int {
		return max( 0, $this->expires_at_ms - self::RESERVE_MS - Clock::now_ms() );
	}
}
