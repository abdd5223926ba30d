<?php
/**
 * What the settings page sends.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Admin;

use WpAiJobs\Core\PublicHost;
use WpAiJobs\Core\Secret;
use WpAiJobs\Core\Settings;

defined( 'ABSPATH' ) || exit;

/**
 * Checks the settings form and turns it into what is stored. A field that is wrong keeps what
 * was stored and is named in an error; a field that is missing was read-only and is kept too.
 */
final class SettingsInput {

	private const MAX_LENGTH = 500;

	/** Printable ASCII: what a header, an address or a model's id consists of. */
	private const PRINTABLE = '/^[\x21-\x7E]++$/D';

	/**
	 * What was returned last.
	 *
	 * @var array<string,mixed>|null
	 */
	private static $clean = null;

	/**
	 * The option's `sanitize_callback`.
	 *
	 * @param mixed $form The form: `openai_base_url`, `openai_model`, `openai_image_model`, `openai_key`, `remove_openai_key`, `demo`.
	 * @return array<string,mixed> The option, see Settings::OPTION.
	 */
	public static function sanitize( $form ): array {
		if ( null !== self::$clean && $form === self::$clean ) {
			// WordPress sanitizes a new option twice, and the second time it is no form.
			return self::$clean;
		}
		$form   = is_array( $form ) ? $form : array();
		$stored = get_option( Settings::OPTION, array() );
		$stored = is_array( $stored ) ? $stored : array();

		$address                   = (string) ( $stored['openai_base_url'] ?? '' );
		$before                    = self::origin( $address );
		$stored['openai_base_url'] = self::base_url( $form, $address );
		if ( is_multisite() && $stored['openai_base_url'] !== $address ) {
			// See Settings::may_be_inner().
			$stored['openai_inner_url'] = current_user_can( 'manage_network_options' ) ? $stored['openai_base_url'] : '';
		}
		foreach ( array( 'openai_model', 'openai_image_model' ) as $field ) {
			$stored[ $field ] = self::model( $form, $field, (string) ( $stored[ $field ] ?? '' ) );
		}

		$sealed = (string) ( $stored['openai_sealed_key'] ?? '' );
		if ( '' !== $sealed && self::origin( $stored['openai_base_url'] ) !== $before ) {
			// Else it could be sent to a server of whoever changes the address.
			$sealed = '';
			if ( '' === ( self::text( $form, 'openai_key' ) ?? '' ) ) {
				self::error( 'openai_key', __( 'Key: the stored key was removed, because it belongs to the server of the former address. Please enter the key of the new one, if it needs one.', 'wp-ai-jobs' ), 'warning' );
			}
		}
		$stored['openai_sealed_key'] = self::sealed_key( $form, $sealed );

		if ( isset( $form['demo'] ) ) {
			$stored['demo'] = '1' === $form['demo'];
		}
		self::$clean = array_intersect_key( $stored, array_flip( array( 'openai_base_url', 'openai_inner_url', 'openai_model', 'openai_image_model', 'openai_sealed_key', 'demo' ) ) );
		return self::$clean;
	}

	/**
	 * The address.
	 *
	 * @param array<string,mixed> $form   The form.
	 * @param string              $stored What was stored.
	 * @return string '' for the default.
	 */
	private static function base_url( array $form, string $stored ): string {
		$url = self::text( $form, 'openai_base_url' );
		if ( null === $url ) {
			return $stored;
		}
		// The whole endpoint is what people find in documentation.
		$url = untrailingslashit( (string) preg_replace( '#/(?:chat/completions|images/(?:generations|edits))/*$#D', '', $url ) );
		if ( '' === $url || Settings::DEFAULT_BASE_URL === $url ) {
			return '';
		}
		$parts = wp_parse_url( $url );
		$extra = array( 'user', 'pass', 'query', 'fragment' );
		if (
			! self::is_printable( $url ) || ! is_array( $parts ) || empty( $parts['host'] )
			|| ! in_array( strtolower( $parts['scheme'] ?? '' ), array( 'http', 'https' ), true )
			|| array() !== array_intersect_key( $parts, array_flip( $extra ) )
		) {
			self::error( 'openai_base_url', __( 'Address: it has to begin with https:// or http:// and may hold no user name, no question mark and no #. It was not changed.', 'wp-ai-jobs' ) );
			return $stored;
		}
		if ( $url !== $stored && is_multisite() && ! current_user_can( 'manage_network_options' ) && array() === ( new PublicHost() )->addresses( $url ) ) {
			self::error( 'openai_base_url', __( 'Address: on this network it has to be the address of a server on the public internet, at port 80, 443 or 8080. Only an administrator of the network may choose another. It was not changed.', 'wp-ai-jobs' ) );
			return $stored;
		}
		if ( '' === trim( $parts['path'] ?? '', '/' ) ) {
			/* translators: %s: an address, as in http://localhost:1234/v1 */
			self::error( 'openai_base_url', sprintf( __( 'Address: it was saved as you entered it, but most servers need /v1 at the end, as in %s.', 'wp-ai-jobs' ), $url . '/v1' ), 'warning' );
		}
		return $url;
	}

	/**
	 * A model.
	 *
	 * @param array<string,mixed> $form   The form.
	 * @param string              $field  Which: `openai_model` or `openai_image_model`.
	 * @param string              $stored What was stored.
	 * @return string '' for the default.
	 */
	private static function model( array $form, string $field, string $stored ): string {
		$model = self::text( $form, $field );
		if ( null === $model || '' === $model || self::is_printable( $model ) ) {
			return $model ?? $stored;
		}
		self::error(
			$field,
			'openai_model' === $field
				? __( 'Model for texts: please enter the id of one model, without spaces. It was not changed.', 'wp-ai-jobs' )
				: __( 'Model for images: please enter the id of one model, without spaces. It was not changed.', 'wp-ai-jobs' )
		);
		return $stored;
	}

	/**
	 * The key, sealed.
	 *
	 * @param array<string,mixed> $form   The form.
	 * @param string              $stored What was stored.
	 * @return string '' for none.
	 */
	private static function sealed_key( array $form, string $stored ): string {
		$key = self::text( $form, 'openai_key' ) ?? '';
		if ( '' === $key ) {
			return empty( $form['remove_openai_key'] ) ? $stored : '';
		}
		if ( ! self::is_printable( $key ) ) {
			self::error( 'openai_key', __( 'Key: it holds spaces or letters that no key has. Please copy it once more. It was not changed.', 'wp-ai-jobs' ) );
			return $stored;
		}
		return Secret::seal( $key );
	}

	/**
	 * The server that a key belongs to: scheme, host and port.
	 *
	 * @param string $url Stored address; '' for the default.
	 * @return string
	 */
	private static function origin( string $url ): string {
		$parts = wp_parse_url( '' === $url ? Settings::DEFAULT_BASE_URL : $url );
		$parts = is_array( $parts ) ? $parts : array();
		return strtolower( ( $parts['scheme'] ?? '' ) . '://' . ( $parts['host'] ?? '' ) ) . ':' . ( $parts['port'] ?? '' );
	}

	/**
	 * A text field, trimmed.
	 *
	 * @param array<string,mixed> $form The form.
	 * @param string              $name Field.
	 * @return string|null Null when it was not sent.
	 */
	private static function text( array $form, string $name ): ?string {
		return is_string( $form[ $name ] ?? null ) ? trim( $form[ $name ] ) : null;
	}

	/**
	 * Whether a text is printable ASCII of a sensible length.
	 *
	 * @param string $text Not empty.
	 * @return bool
	 */
	private static function is_printable( string $text ): bool {
		return strlen( $text ) <= self::MAX_LENGTH && 1 === preg_match( self::PRINTABLE, $text );
	}

	/**
	 * Tells who sent the form.
	 *
	 * @param string $field   Field, by which its control knows that it is meant.
	 * @param string $message Translated sentence that begins with the field's name.
	 * @param string $type    `error` or `warning`.
	 */
	private static function error( string $field, string $message, string $type = 'error' ): void {
		add_settings_error( Settings::OPTION, $field, $message, $type );
	}
}
