<?php
/**
 * Keeps a secret in the database.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Core;

use SodiumException;

defined( 'ABSPATH' ) || exit;

/**
 * Seals a secret with the site's own salts, so that a copy of the database alone gives nothing
 * away. Where the salts change, what was sealed cannot be opened any more: there is no other key.
 *
 * Libsodium's secretbox (XSalsa20-Poly1305); where PHP has no sodium, WordPress brings it.
 */
final class Secret {

	/** Says how the rest was sealed, in case that another way comes. */
	private const VERSION = 'v1:';

	/**
	 * Seals a secret. The same secret looks different each time.
	 *
	 * @param string $secret In clear.
	 * @return string Printable ASCII.
	 */
	public static function seal( string $secret ): string {
		$nonce = random_bytes( SODIUM_CRYPTO_SECRETBOX_NONCEBYTES );
		// phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions.obfuscation_base64_encode -- Bytes for a text column.
		return self::VERSION . base64_encode( $nonce . sodium_crypto_secretbox( $secret, $nonce, self::key() ) );
	}

	/**
	 * Opens what was sealed.
	 *
	 * @param string $sealed What seal() returned.
	 * @return string|null Null when it was changed, or the site's salts were.
	 */
	public static function open( string $sealed ): ?string {
		if ( 0 !== strpos( $sealed, self::VERSION ) ) {
			return null;
		}
		// phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions.obfuscation_base64_decode -- Bytes from a text column.
		$bytes = base64_decode( substr( $sealed, strlen( self::VERSION ) ), true );
		if ( false === $bytes || strlen( $bytes ) <= SODIUM_CRYPTO_SECRETBOX_NONCEBYTES ) {
			return null;
		}
		try {
			$secret = sodium_crypto_secretbox_open(
				substr( $bytes, SODIUM_CRYPTO_SECRETBOX_NONCEBYTES ),
				substr( $bytes, 0, SODIUM_CRYPTO_SECRETBOX_NONCEBYTES ),
				self::key()
			);
		} catch ( SodiumException $e ) {
			return null;
		}
		return false === $secret ? null : $secret;
	}

	/**
	 * The key of this site.
	 *
	 * @return string Bytes.
	 */
	private static function key(): string {
		return hash_hkdf( 'sha256', wp_salt( 'auth' ), SODIUM_CRYPTO_SECRETBOX_KEYBYTES, 'wp-ai-jobs' );
	}
}
