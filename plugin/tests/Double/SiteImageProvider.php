<?php
/**
 * The image provider of a site, for tests.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Double;

use WP_Error;
use WpAiJobs\Integrations\AI\Provider\ImageAnswer;
use WpAiJobs\Integrations\AI\Provider\ImageProvider;
use WpAiJobs\Integrations\AI\Provider\ImageRequest;

/**
 * Can do everything unless a test says otherwise, writes what it says for each image, and
 * remembers what it was asked.
 */
final class SiteImageProvider extends ScriptedProvider implements ImageProvider {

	/**
	 * What it was asked.
	 *
	 * @var ImageRequest[]
	 */
	public $requests = array();

	/**
	 * Looks at what it is asked, or null.
	 *
	 * @var callable(ImageRequest):void|null
	 */
	public $look = null;

	/**
	 * What differs from a provider that can do everything.
	 *
	 * @var array<string,mixed>
	 */
	public $options = array();

	/**
	 * What it reports of tokens by index.
	 *
	 * @var array<int,array<string,mixed>|null>
	 */
	public $usages = array();

	/**
	 * What it makes of each prompt; false: 'Revised' and the index.
	 *
	 * @var string|false|null
	 */
	public $revised_prompt = false;

	/**
	 * Its answers by index: bytes or WP_Error; a PNG where there is none.
	 *
	 * @var array<int,string|WP_Error>
	 */
	private $answers;

	/**
	 * A provider, which is the site's from now on.
	 *
	 * @param array<int,string|WP_Error> $answers By index: bytes or WP_Error.
	 */
	public function __construct( array $answers = array() ) {
		parent::__construct();
		$this->answers = $answers;
		add_filter(
			'wpaijobs_image_providers',
			function (): array {
				return array( $this );
			}
		);
	}

	/** {@inheritDoc} */
	public function options(): array {
		return $this->options + array(
			'aspect_ratio'  => array( '1:1', '3:2', '2:3', '4:3', '3:4', '16:9', '9:16' ),
			'quality'       => array( 'standard', 'high' ),
			'style'         => array( 'natural', 'vivid', 'photo', 'illustration', 'drawing', 'painting' ),
			'background'    => array( 'auto', 'opaque', 'transparent' ),
			'output_format' => array( 'png', 'jpeg', 'webp' ),
			'max_count'     => 4,
			'reference'     => true,
		);
	}

	/** {@inheritDoc} */
	public function generate_image( ImageRequest $request, string $file ) {
		$this->requests[] = $request;
		if ( null !== $this->look ) {
			( $this->look )( $request );
		}
		$answer           = $this->answers[ $request->index() ] ?? Images::image();
		if ( $answer instanceof WP_Error ) {
			return $answer;
		}
		file_put_contents( $file, $answer );
		return new ImageAnswer( 'model-1', false === $this->revised_prompt ? 'Revised ' . $request->index() : $this->revised_prompt, $this->usages[ $request->index() ] ?? null );
	}
}
