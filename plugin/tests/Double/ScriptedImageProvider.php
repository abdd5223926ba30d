<?php
/**
 * An image provider that does as it is told.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Double;

use WpAiJobs\Integrations\AI\Provider\ImageAnswer;
use WpAiJobs\Integrations\AI\Provider\ImageProvider;
use WpAiJobs\Integrations\AI\Provider\ImageRequest;

/**
 * Gives its answers in turn, the last one again and again, and remembers what it was asked.
 */
final class ScriptedImageProvider extends ScriptedProvider implements ImageProvider {

	/**
	 * What it was asked.
	 *
	 * @var ImageRequest[]
	 */
	public $requests = array();

	/**
	 * Its answers: the bytes of an image, or WP_Error.
	 *
	 * @var array<int,string|\WP_Error>
	 */
	private $answers;

	/**
	 * What its options differ in from those that can do least.
	 *
	 * @var array<string,mixed>
	 */
	private $options;

	/**
	 * A provider.
	 *
	 * @param array<int,string|\WP_Error> $answers       The bytes of an image, or WP_Error.
	 * @param bool                        $is_configured Whether it is configured.
	 * @param array<string,mixed>         $options       What its options differ in from those that can do least.
	 */
	public function __construct( array $answers = array( '' ), bool $is_configured = true, array $options = array() ) {
		parent::__construct( $is_configured );
		$this->answers = $answers;
		$this->options = $options;
	}

	/** {@inheritDoc} */
	public function options(): array {
		return $this->options + array(
			'aspect_ratio'  => array( '1:1' ),
			'quality'       => array(),
			'style'         => array(),
			'background'    => array(),
			'output_format' => array(),
			'max_count'     => 4,
			'reference'     => false,
		);
	}

	/** {@inheritDoc} */
	public function generate_image( ImageRequest $request, string $file ) {
		$this->requests[] = $request;
		$answer           = $this->answers[ min( count( $this->requests ), count( $this->answers ) ) - 1 ];
		if ( is_wp_error( $answer ) ) {
			return $answer;
		}
		file_put_contents( $file, $answer );
		return new ImageAnswer( 'scripted-1', 'Revised' );
	}
}
