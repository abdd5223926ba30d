<?php
/**
 * The plugin's settings.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Core;

defined( 'ABSPATH' ) || exit;

/**
 * Reads what is set, wherever it is set. Writing is the settings page's.
 */
final class Settings {

	/** Holds `openai_base_url`, `openai_inner_url`, `openai_model`, `openai_image_model`, `openai_sealed_key`, `demo`. */
	public const OPTION = 'wpaijobs_settings';

	public const DEFAULT_BASE_URL = 'https://api.openai.com/v1';

	/**
	 * What OpenAI's page of deprecations names in place of its former small models (November
	 * 2026): a text for a post needs no larger one, and it costs a fraction.
	 */
	public const DEFAULT_MODEL = 'gpt-6.1-terra';

	/** OpenAI's model of images that has every aspect ratio and no end announced; gpt-image-1 ended on 23 October 2026. */
	public const DEFAULT_IMAGE_MODEL = 'gpt-image-2';

	/**
	 * Where the OpenAI-compatible server is.
	 *
	 * A key that is set on the server goes only to an address that is set there too, or to
	 * OpenAI: else whoever may change the settings could have it sent to an address of theirs.
	 *
	 * @return Setting
	 */
	public static function openai_base_url(): Setting {
		$option = self::openai_key()->is_fixed() ? '' : self::stored( 'openai_base_url' );
		return Setting::find( 'WPAIJOBS_OPENAI_BASE_URL', $option, self::DEFAULT_BASE_URL );
	}

	/**
	 * Whether the OpenAI-compatible server may be on the server's own network, where a local model
	 * is, and where pages are that nobody outside may see. On a network of sites, only those who
	 * run the network decide on that: by a constant or an environment variable, or on the settings
	 * page, which notes the address that they chose.
	 *
	 * @return bool
	 */
	public static function may_be_inner(): bool {
		$address = self::openai_base_url();
		return ! is_multisite() || Setting::OPTION !== $address->source() || self::stored( 'openai_inner_url' ) === $address->value();
	}

	/**
	 * The model that the OpenAI-compatible server is asked for when it is to write a text.
	 *
	 * @return Setting
	 */
	public static function openai_model(): Setting {
		return Setting::find( 'WPAIJOBS_OPENAI_MODEL', self::stored( 'openai_model' ), self::DEFAULT_MODEL );
	}

	/**
	 * The model that it is asked for when it is to make an image.
	 *
	 * @return Setting
	 */
	public static function openai_image_model(): Setting {
		return Setting::find( 'WPAIJOBS_OPENAI_IMAGE_MODEL', self::stored( 'openai_image_model' ), self::DEFAULT_IMAGE_MODEL );
	}

	/**
	 * The key of the OpenAI-compatible server, in clear. Never to be shown or logged.
	 *
	 * @return Setting
	 */
	public static function openai_key(): Setting {
		return Setting::find( 'WPAIJOBS_OPENAI_API_KEY', (string) Secret::open( self::stored( 'openai_sealed_key' ) ) );
	}

	/**
	 * Whether a key is stored that cannot be read any more, because the site's salts changed,
	 * and no other is set.
	 *
	 * @return bool
	 */
	public static function is_key_unreadable(): bool {
		return '' !== self::stored( 'openai_sealed_key' ) && ! self::openai_key()->is_set();
	}

	/**
	 * Whether the demo answers when nothing else can. On until it is switched off.
	 *
	 * @return bool
	 */
	public static function is_demo_on(): bool {
		return (bool) ( self::all()['demo'] ?? true );
	}

	/**
	 * Deletes what is stored.
	 */
	public static function uninstall(): void {
		delete_option( self::OPTION );
	}

	/**
	 * A stored text, or ''.
	 *
	 * @param string $name Field of the option.
	 * @return string
	 */
	private static function stored( string $name ): string {
		$value = self::all()[ $name ] ?? '';
		return is_string( $value ) ? $value : '';
	}

	/**
	 * The option.
	 *
	 * @return array<string,mixed>
	 */
	private static function all(): array {
		$all = get_option( self::OPTION, array() );
		return is_array( $all ) ? $all : array();
	}
}
