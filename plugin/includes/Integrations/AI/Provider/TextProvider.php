<?php
/**
 * What writes texts.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI\Provider;

defined( 'ABSPATH' ) || exit;

/**
 * A way to have a text generated. Which one answers: see TextProviders.
 */
interface TextProvider {

	/**
	 * Its id, as `GET /capabilities` gives it: `a-z 0-9 -`, at most 64 characters.
	 *
	 * @return string
	 */
	public function id(): string;

	/**
	 * Its translated name, for authors.
	 *
	 * @return string
	 */
	public function label(): string;

	/**
	 * Whether it could answer now. Asked on every start while the author waits, so it does no
	 * network request, or remembers what that said.
	 *
	 * @return bool
	 */
	public function is_configured(): bool;

	/**
	 * Whether its texts are examples and no AI's work.
	 *
	 * @return bool
	 */
	public function is_demo(): bool;

	/**
	 * Has a text generated and waits for it, at most `$request->remaining_ms()`. Asks once: a
	 * call may be billed, so only the author repeats it.
	 *
	 * @param TextRequest $request The question.
	 * @return TextResult|\WP_Error The answer as it came; or an error whose code is one of
	 *         docs/wire.md ('A job's own error') and whose data may say `retryable` and
	 *         `may_be_billed`. Its message is shown to the author: it holds no key, no prompt and
	 *         nothing of the provider's own words. An empty message stands for the code's own.
	 */
	public function generate_text( TextRequest $request );
}
