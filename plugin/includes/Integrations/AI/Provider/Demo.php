<?php
/**
 * The demo provider.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI\Provider;

use WpAiJobs\Core\Settings;
use WpAiJobs\Integrations\AI\Text;

defined( 'ABSPATH' ) || exit;

/**
 * Answers without an AI, so that everything can be tried before a key is set: after a while,
 * with an example that says that it is one. The same prompt gives the same text.
 */
final class Demo implements TextProvider {

	/** How much of the prompt is repeated, in characters. */
	private const EXCERPT = 200;

	/** {@inheritDoc} */
	public function id(): string {
		return 'demo';
	}

	/** {@inheritDoc} */
	public function label(): string {
		return __( 'Demo', 'wp-ai-jobs' );
	}

	/** {@inheritDoc} */
	public function is_configured(): bool {
		return self::may_answer();
	}

	/**
	 * Whether nothing but the demo is set up. A provider that is set up and cannot be used just
	 * now, or has no model for this, is not replaced by examples: its jobs fail with its reason.
	 *
	 * @return bool
	 */
	public static function may_answer(): bool {
		return Settings::is_demo_on() && ! OpenAIServer::is_configured() && array() === CoreConnection::connected();
	}

	/** {@inheritDoc} */
	public function is_demo(): bool {
		return true;
	}

	/** {@inheritDoc} */
	public function generate_text( TextRequest $request ) {
		if ( ! DemoDelay::wait( $request->remaining_ms() ) ) {
			return ProviderError::too_late();
		}
		return new TextResult( self::text( $request->author_prompt() ), 'demo' );
	}

	/**
	 * An example with one of everything that a text can hold.
	 *
	 * @param string $prompt What was asked.
	 * @return string Markdown.
	 */
	private static function text( string $prompt ): string {
		return implode(
			"\n\n",
			array(
				'## ' . __( 'A demo text', 'wp-ai-jobs' ),
				'**' . __( 'This is an example and was not written by an AI.', 'wp-ai-jobs' ) . '** ' . __( 'It shows how a generated text arrives in a post. An administrator connects a real AI provider under Settings → AI Jobs.', 'wp-ai-jobs' ),
				'### ' . __( 'What was asked', 'wp-ai-jobs' ),
				'> ' . self::excerpt( $prompt ),
				'### ' . __( 'What a text can hold', 'wp-ai-jobs' ),
				'- ' . __( 'headings and paragraphs', 'wp-ai-jobs' ) . "\n- " . __( 'lists, *emphasis* and [links](https://wordpress.org/)', 'wp-ai-jobs' ) . "\n- " . __( 'tables, quotes and code', 'wp-ai-jobs' ),
				'1. ' . __( 'Write a prompt.', 'wp-ai-jobs' ) . "\n2. " . __( 'Go on writing while the job runs.', 'wp-ai-jobs' ) . "\n3. " . __( 'Insert the result.', 'wp-ai-jobs' ),
				'| ' . __( 'What was counted', 'wp-ai-jobs' ) . ' | ' . __( 'Number', 'wp-ai-jobs' ) . " |\n| --- | ---: |\n| " . __( 'Words in your prompt', 'wp-ai-jobs' ) . ' | ' . self::count_words( $prompt ) . ' |',
				"```js\nwp.data.select( 'core/editor' ).getEditedPostContent();\n```",
			)
		);
	}

	/**
	 * The beginning of a prompt on one line, its Markdown made harmless.
	 *
	 * @param string $prompt What was asked.
	 * @return string
	 */
	private static function excerpt( string $prompt ): string {
		return (string) preg_replace( '/([\\\\`*_\[\]<>#|~])/', '\\\\$1', Text::excerpt( $prompt, self::EXCERPT ) );
	}

	/**
	 * How many words a prompt has.
	 *
	 * @param string $prompt What was asked.
	 * @return int
	 */
	private static function count_words( string $prompt ): int {
		return (int) preg_match_all( '/[\p{L}\p{N}]+/u', $prompt );
	}
}
