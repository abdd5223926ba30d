<?php
/**
 * The OpenAI-compatible provider of images.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI\Provider;

use WP_Error;
use WpAiJobs\Core\Settings;
use WpAiJobs\Integrations\AI\ImageFile;
use WpAiJobs\Integrations\AI\ImageFiles;
use WpAiJobs\Integrations\AI\Recording;

defined( 'ABSPATH' ) || exit;

/**
 * Asks a server that speaks OpenAI's `POST /images/generations` and, with an image to change,
 * `POST /images/edits`. The image comes in base64 or as an address, and goes to disk either way
 * without ever being in memory as a whole.
 */
final class OpenAIImages implements ImageProvider {

	/** What JSON has beside the image. */
	private const MAX_JSON_BYTES = MB_IN_BYTES;

	/** What is read of an answer that is none, in bytes: enough to tell its kind. */
	private const MAX_ERROR_BYTES = 65536;

	/** {@inheritDoc} */
	public function id(): string {
		return 'openai';
	}

	/** {@inheritDoc} */
	public function label(): string {
		return OpenAIServer::label();
	}

	/**
	 * {@inheritDoc}
	 *
	 * Most servers of one's own make no images, and none of them has OpenAI's models: there the
	 * model says that it does.
	 */
	public function is_configured(): bool {
		return OpenAIServer::is_configured() && ( OpenAIServer::is_openai() || Settings::openai_image_model()->is_set() );
	}

	/** {@inheritDoc} */
	public function is_demo(): bool {
		return false;
	}

	/** {@inheritDoc} */
	public function options(): array {
		return self::model()->options();
	}

	/** {@inheritDoc} */
	public function generate_image( ImageRequest $request, string $file ) {
		if ( 0 === $request->remaining_ms() ) {
			return ProviderError::too_late();
		}
		if ( Settings::is_key_unreadable() ) {
			return new WP_Error( 'provider_key_unreadable', '' );
		}
		$fields    = self::model()->fields( $request );
		$reference = $request->reference_file();
		$url       = OpenAIServer::url( null === $reference ? '/images/generations' : '/images/edits' );
		/**
		 * Filters where an answer is streamed to that holds an image. A recording has it last until
		 * the image is stored.
		 *
		 * @param string $path     Path of a file.
		 * @param string $provider Id of the provider that answers.
		 * @param string $method   HTTP method of the question.
		 * @param string $url      Its address.
		 */
		$answer = apply_filters( Recording::PATH, $file . '.json', $this->id(), 'POST', $url );
		$status = null === $reference
			? self::post( $url, 'application/json', (string) wp_json_encode( $fields ), $answer, $request )
			: self::edit( $url, $fields, $reference, $answer, $request );
		$result = is_int( $status ) ? self::read( $status, $answer, $file, $request ) : $status;

		wp_delete_file( $file . '.json' );
		if ( $result instanceof WP_Error ) {
			wp_delete_file( $file );
		}
		return $result;
	}

	/**
	 * The model that is set.
	 *
	 * @return OpenAIImageModel
	 */
	private static function model(): OpenAIImageModel {
		return new OpenAIImageModel( Settings::openai_image_model()->value() );
	}

	/**
	 * Asks for an image that is changed.
	 *
	 * @param string               $url       Address.
	 * @param array<string,string> $fields    Fields of the request.
	 * @param string               $reference Path of the image.
	 * @param string               $answer    Path for the answer.
	 * @param ImageRequest         $request   Question.
	 * @return int|WP_Error HTTP status.
	 */
	private static function edit( string $url, array $fields, string $reference, string $answer, ImageRequest $request ) {
		$image = ReferenceImage::check( $reference );
		if ( $image instanceof WP_Error ) {
			return $image;
		}
		$boundary = wp_generate_password( 24, false );
		$body     = '';
		foreach ( $fields as $name => $value ) {
			$body .= "--$boundary\r\nContent-Disposition: form-data; name=\"$name\"\r\n\r\n$value\r\n";
		}
		$body .= sprintf( "--%s\r\nContent-Disposition: form-data; name=\"image\"; filename=\"image.%s\"\r\nContent-Type: %s\r\n\r\n", $boundary, $image->extension(), $image->mime_type() );
		$body .= file_get_contents( $reference ); // phpcs:ignore WordPress.WP.AlternativeFunctions -- A local file.
		$body .= "\r\n--$boundary--\r\n";
		return self::post( $url, 'multipart/form-data; boundary=' . $boundary, $body, $answer, $request );
	}

	/**
	 * Sends a question.
	 *
	 * @param string       $url          Address.
	 * @param string       $content_type What the body is.
	 * @param string       $body         Body.
	 * @param string       $answer       Path for the answer.
	 * @param ImageRequest $request      Question.
	 * @return int|WP_Error HTTP status.
	 */
	private static function post( string $url, string $content_type, string $body, string $answer, ImageRequest $request ) {
		$status = Transfer::to_file(
			static function ( array $arguments ) use ( $url, $content_type, $body ) {
				return OpenAIServer::post(
					$url,
					$arguments + array(
						'headers'           => OpenAIServer::headers( $content_type ) + array( 'Accept-Encoding' => 'identity' ),
						'body'              => $body,
						// The key is for this address and no other.
						'redirection'       => 0,
						Recording::PROVIDER => 'openai',
					)
				);
			},
			$answer,
			// Base64 is longer than what it says by a third.
			intdiv( ImageFile::max_bytes() * 4, 3 ) + self::MAX_JSON_BYTES,
			$request->remaining_ms()
		);
		if ( ! $status instanceof WP_Error ) {
			return $status;
		}
		return 'http_request_too_large' === $status->get_error_code() ? ProviderError::too_large() : ProviderError::of_request( $status );
	}

	/**
	 * Reads an answer.
	 *
	 * @param int          $status  HTTP status.
	 * @param string       $answer  Path of the answer.
	 * @param string       $file    Path for the image.
	 * @param ImageRequest $request Question.
	 * @return ImageAnswer|WP_Error
	 */
	private static function read( int $status, string $answer, string $file, ImageRequest $request ) {
		if ( $status < 200 || $status >= 300 ) {
			return ProviderError::of_status( $status, self::beginning( $answer ) );
		}
		$json  = ImageResponse::read( $answer, $file );
		$image = $json['data'][0] ?? null;
		if ( ! is_array( $image ) ) {
			return ImageFiles::has_room( $file ) ? ProviderError::of_success( self::beginning( $answer ) ) : ImageFiles::no_room( true );
		}
		if ( ! is_file( $file ) ) {
			$url   = $image['url'] ?? null;
			$error = is_string( $url ) && '' !== $url ? RemoteImage::fetch( $url, $file, $request->remaining_ms() ) : new WP_Error( 'provider_invalid_response', '' );
			if ( null !== $error ) {
				return $error;
			}
		}
		$model   = $json['model'] ?? null;
		$revised = $image['revised_prompt'] ?? null;
		return new ImageAnswer(
			is_string( $model ) && '' !== $model ? $model : self::model()->id(),
			is_string( $revised ) && '' !== $revised ? $revised : null,
			is_array( $json['usage'] ?? null ) ? $json['usage'] : null
		);
	}

	/**
	 * The beginning of an answer, enough to tell why it holds no image.
	 *
	 * @param string $answer Path of the answer.
	 * @return string
	 */
	private static function beginning( string $answer ): string {
		return is_file( $answer ) ? (string) file_get_contents( $answer, false, null, 0, self::MAX_ERROR_BYTES ) : ''; // phpcs:ignore WordPress.WP.AlternativeFunctions -- A local file.
	}
}
