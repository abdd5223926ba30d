<?php
/**
 * What makes images.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI\Provider;

defined( 'ABSPATH' ) || exit;

/**
 * A way to have an image generated. Which one answers: see ImageProviders.
 */
interface ImageProvider {

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
	 * Whether its images are examples and no AI's work.
	 *
	 * @return bool
	 */
	public function is_demo(): bool;

	/**
	 * What it can do, in the values of docs/wire.md ('The `image` type'). An empty list: the
	 * choice is not the author's. Asked as often as is_configured().
	 *
	 *     array(
	 *         'aspect_ratio'  => array( '1:1', '3:2', '2:3' ), // One at least.
	 *         'quality'       => array( 'standard', 'high' ),
	 *         'style'         => array(),
	 *         'background'    => array( 'auto', 'opaque', 'transparent' ),
	 *         'output_format' => array( 'png' ),
	 *         'max_count'     => 4,    // Images of one job, each a call of its own; 1 to 4.
	 *         'reference'     => true, // Whether it varies or changes an image that it is given.
	 *     )
	 *
	 * @return array{aspect_ratio:string[],quality:string[],style:string[],background:string[],output_format:string[],max_count:int,reference:bool}
	 */
	public function options(): array;

	/**
	 * Has one image generated and waits for it, at most `$request->remaining_ms()`. Asks once: a
	 * call may be billed, so only the author repeats it.
	 *
	 * @param ImageRequest $request The question.
	 * @param string       $file    Path of the file that the image's bytes are written to, as they
	 *                              came: whoever asks checks them with ImageFile. Its folder exists
	 *                              and is writable; other files that are needed meanwhile lie
	 *                              beside it, their names begin with its own.
	 * @return ImageAnswer|\WP_Error What the provider tells about the image; or an error whose code
	 *         is one of docs/wire.md ('A job's own error') and whose data may say `retryable` and
	 *         `may_be_billed`. Then there is no file. Its message is shown to the author: it holds
	 *         no key, no prompt and nothing of the provider's own words. An empty message stands
	 *         for the code's own.
	 */
	public function generate_image( ImageRequest $request, string $file );
}
