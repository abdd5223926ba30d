<?php
/**
 * What an image provider is asked.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI\Provider;

use WpAiJobs\Clock;

defined( 'ABSPATH' ) || exit;

/**
 * One question to a provider: what the image is to show and how, and until when it is of use.
 */
final class ImageRequest {

	/**
	 * What is kept back of the job's lifetime to check and store what came, in milliseconds.
	 * Without it an image at the last moment would be paid for and found expired.
	 */
	private const RESERVE_MS = 5000;

	/**
	 * Styles in words, for models that have no parameter for them: all that are current.
	 * English, as what providers are told besides the prompt is everywhere in this plugin.
	 */
	private const STYLES = array(
		'natural'      => 'Style: natural and realistic, with restrained colours.',
		'vivid'        => 'Style: vivid and dramatic, with saturated colours.',
		'photo'        => 'Style: a photograph.',
		'illustration' => 'Style: a digital illustration.',
		'drawing'      => 'Style: a hand drawing in pencil or ink.',
		'painting'     => 'Style: a painting with visible brush strokes.',
	);

	/**
	 * Input of the job, see docs/wire.md.
	 *
	 * @var array<string,mixed>
	 */
	private $input;

	/**
	 * Which of the job's images this is.
	 *
	 * @var int
	 */
	private $index;

	/**
	 * When the job's lifetime ends, in milliseconds since the Unix epoch.
	 *
	 * @var int
	 */
	private $expires_at_ms;

	/**
	 * Path of the image to vary or change.
	 *
	 * @var string|null
	 */
	private $reference_file;

	/**
	 * A question.
	 *
	 * @param array<string,mixed> $input          Checked input of the job, see docs/wire.md: `prompt`, and `aspect_ratio`,
	 *                                            `quality`, `style`, `background`, `output_format`, each only if given.
	 * @param int                 $index          Which of the job's images this is, from 0.
	 * @param int                 $expires_at_ms  When the job's lifetime ends, in milliseconds since the Unix epoch.
	 * @param string|null         $reference_file Path of the image to vary or change; null for none.
	 */
	public function __construct( array $input, int $index, int $expires_at_ms, ?string $reference_file = null ) {
		$this->input          = $input;
		$this->index          = $index;
		$this->expires_at_ms  = $expires_at_ms;
		$this->reference_file = $reference_file;
	}

	/** What the image is to show, as the author wrote it. */
	public function prompt(): string {
		return (string) ( $this->input['prompt'] ?? '' );
	}

	/** The same with the style in words, for models that have no other way to be told. */
	public function prompt_in_style(): string {
		$style = self::STYLES[ $this->style() ?? '' ] ?? '';
		return '' === $style ? $this->prompt() : $this->prompt() . "\n\n" . $style;
	}

	/** Which of the job's images this is, from 0. */
	public function index(): int {
		return $this->index;
	}

	/** Width to height, as in `3:2`. */
	public function aspect_ratio(): string {
		return (string) ( $this->input['aspect_ratio'] ?? '1:1' );
	}

	/** `standard`, `high`, or null: the provider's own choice. */
	public function quality(): ?string {
		return $this->input['quality'] ?? null;
	}

	/** One of the styles of docs/wire.md, or null. */
	public function style(): ?string {
		return $this->input['style'] ?? null;
	}

	/** `auto`, `opaque`, `transparent`, or null. */
	public function background(): ?string {
		return $this->input['background'] ?? null;
	}

	/** `png`, `jpeg`, `webp`, or null: the provider's own choice. */
	public function output_format(): ?string {
		return $this->input['output_format'] ?? null;
	}

	/** Path of the image to vary or change, or null. */
	public function reference_file(): ?string {
		return $this->reference_file;
	}

	/** How long an image is still of use from now on, in milliseconds; 0 when it is not. */
	public function remaining_ms(): int {
		return max( 0, $this->expires_at_ms - self::RESERVE_MS - Clock::now_ms() );
	}
}
