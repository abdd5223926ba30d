<?php
/**
 * One thing that Site Health says.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Core\Health;

use Throwable;

defined( 'ABSPATH' ) || exit;

/**
 * What was seen, how bad it is, and what the site's owner can do about it.
 */
final class Finding {

	public const GOOD        = 'good';
	public const RECOMMENDED = 'recommended';
	public const CRITICAL    = 'critical';

	/** One of the constants above. */
	private string $status;

	/** Translated, plain text; '' of what is good. */
	private string $headline;

	/** Translated, plain text. */
	private string $text;

	/** HTML: where it is mended; or ''. */
	private string $action = '';

	/**
	 * A finding.
	 *
	 * @param string $status   One of the constants.
	 * @param string $headline Translated, plain text.
	 * @param string $text     Translated, plain text: what was seen, and the next step.
	 */
	private function __construct( string $status, string $headline, string $text ) {
		$this->status   = $status;
		$this->headline = $headline;
		$this->text     = $text;
	}

	/**
	 * Nothing to do.
	 *
	 * @param string $text What was seen.
	 */
	public static function good( string $text ): self {
		return new self( self::GOOD, '', $text );
	}

	/**
	 * Works, but not as well as it could.
	 *
	 * @param string $headline What the test is called while this is the worst that it found.
	 * @param string $text     What was seen, and the next step.
	 */
	public static function recommended( string $headline, string $text ): self {
		return new self( self::RECOMMENDED, $headline, $text );
	}

	/**
	 * Does not work.
	 *
	 * @param string $headline What the test is called while this is the worst that it found.
	 * @param string $text     What was seen, and the next step.
	 */
	public static function critical( string $headline, string $text ): self {
		return new self( self::CRITICAL, $headline, $text );
	}

	/**
	 * Could not be looked at.
	 *
	 * @param string    $label What the test is called, see Check::label().
	 * @param Throwable $error What was thrown, by another plugin's filter most likely.
	 */
	public static function unknown( string $label, Throwable $error ): self {
		return self::recommended(
			/* translators: %s: what was to be checked, as in "AI jobs run in the background" */
			sprintf( __( 'Could not be checked: %s', 'wp-ai-jobs' ), $label ),
			// Without its message, which may hold an author's text.
			/* translators: 1: name of a PHP class, 2: name of a file, 3: number of a line */
			sprintf( __( 'The check ended with an error (%1$s in %2$s, line %3$d). Most likely another plugin is the reason: deactivate the others one at a time and run the check again.', 'wp-ai-jobs' ), get_class( $error ), basename( $error->getFile() ), $error->getLine() )
		);
	}

	/**
	 * The finding with a link to where it is mended.
	 *
	 * @param string $url   Address.
	 * @param string $label Translated, plain text.
	 */
	public function with_link( string $url, string $label ): self {
		$with         = clone $this;
		$with->action = sprintf( '<p><a href="%s">%s</a></p>', esc_url( $url ), esc_html( $label ) );
		return $with;
	}

	/** One of the constants. */
	public function status(): string {
		return $this->status;
	}

	/** Plain text; '' of what is good. */
	public function headline(): string {
		return $this->headline;
	}

	/** Plain text. */
	public function text(): string {
		return $this->text;
	}

	/** HTML; or ''. */
	public function action(): string {
		return $this->action;
	}

	/** 0: good; 1: recommended; 2: critical. */
	public function severity(): int {
		return (int) array_search( $this->status, array( self::GOOD, self::RECOMMENDED, self::CRITICAL ), true );
	}
}
