<?php
/**
 * What a small host's PHP has not.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Field;

use PHPUnit\Framework\TestCase;
use ReflectionClass;
use ReflectionFunction;

/**
 * No function is called that PHP may lack, unless WordPress brings it or it is asked for first.
 * Read from the source: no test runs into each line, and the machine of the tests has them all.
 */
final class A9FunctionsTest extends TestCase {

	/** Extensions that no PHP is without, from 7.4 on; JSON, hash: WordPress does not start without them. */
	private const ALWAYS = array( 'Core', 'standard', 'date', 'pcre', 'SPL', 'Reflection', 'hash', 'json', 'random' );

	/** What WordPress 6.8 brings where it is missing (wp-includes/compat.php, sodium_compat). */
	private const POLYFILLED = array( 'mb_substr', 'mb_strlen', 'sodium_crypto_secretbox', 'sodium_crypto_secretbox_open' );

	/** Part of every PHP, and switched off by many hosts; where WordPress itself calls one unasked, it is not here. */
	private const SWITCHED_OFF = array( 'set_time_limit', 'getenv', 'readfile', 'fpassthru', 'php_uname', 'gethostname', 'getmypid', 'disk_free_space', 'disk_total_space', 'symlink', 'link', 'chown', 'chgrp', 'exec', 'shell_exec', 'system', 'passthru', 'popen', 'proc_open', 'parse_ini_file', 'error_log' );

	/** Called only where something else says that they are there. */
	private const KNOWN = array(
		'switch_to_blog'            => 'On a network.',
		'restore_current_blog'      => 'On a network.',
		'get_sites'                 => 'On a network.',
		'curl_setopt'               => 'On the action http_api_curl, which only cURL fires.',
		'as_get_scheduled_actions'  => 'Behind Scheduler::has_action_scheduler().',
		'as_schedule_single_action' => 'Behind Scheduler::has_action_scheduler().',
	);

	/**
	 * The plugin's source.
	 *
	 * @return array<string,string> By path.
	 */
	private static function source(): array {
		$source = array();
		$files  = new \RecursiveIteratorIterator( new \RecursiveDirectoryIterator( dirname( __DIR__, 2 ) . '/includes', \FilesystemIterator::SKIP_DOTS ) );
		foreach ( $files as $file ) {
			if ( 'php' === $file->getExtension() ) {
				$source[ (string) $file ] = (string) file_get_contents( (string) $file );
			}
		}
		return $source;
	}

	/**
	 * The functions that a source calls, and those that it defines.
	 *
	 * @param string $source PHP.
	 * @return string[][] Called, defined.
	 */
	private static function functions( string $source ): array {
		$tokens = array_values(
			array_filter(
				token_get_all( $source ),
				static function ( $token ): bool {
					return ! is_array( $token ) || ! in_array( $token[0], array( T_WHITESPACE, T_COMMENT, T_DOC_COMMENT ), true );
				}
			)
		);
		$called  = array();
		$defined = array();
		foreach ( $tokens as $at => $token ) {
			if ( '(' !== $token || ! is_array( $tokens[ $at - 1 ] ?? null ) ) {
				continue;
			}
			list( $kind, $name ) = $tokens[ $at - 1 ];
			$before              = $tokens[ $at - 2 ] ?? '';
			$before              = is_array( $before ) ? $before[0] : $before;
			$is_name             = T_STRING === $kind || ( defined( 'T_NAME_FULLY_QUALIFIED' ) && T_NAME_FULLY_QUALIFIED === $kind );
			if ( $is_name && T_FUNCTION === $before ) {
				$defined[] = strtolower( $name );
			} elseif ( $is_name && ! in_array( $before, array( T_OBJECT_OPERATOR, T_DOUBLE_COLON, T_NEW ), true ) ) {
				$called[] = strtolower( ltrim( $name, '\\' ) );
			}
		}
		return array( $called, $defined );
	}

	/**
	 * What is wrong with a function.
	 *
	 * @param string $name   Its name.
	 * @param string $source All of the source.
	 * @return bool
	 */
	private static function may_be_missing( string $name, string $source ): bool {
		if ( isset( self::KNOWN[ $name ] ) || in_array( $name, self::POLYFILLED, true ) || 1 === preg_match( "/(?:function_exists|is_callable)\( '" . preg_quote( $name, '/' ) . "' \)/", $source ) ) {
			return false;
		}
		if ( ! function_exists( $name ) || in_array( $name, self::SWITCHED_OFF, true ) ) {
			return true;
		}
		$function = new ReflectionFunction( $name );
		return $function->isInternal() && ! in_array( $function->getExtensionName(), self::ALWAYS, true );
	}

	/** Members of the kind, to see that the test finds them. */
	public function test_the_test_knows_what_may_be_missing(): void {
		foreach ( array( 'mb_strrpos', 'ctype_digit', 'iconv', 'filter_var', 'exif_read_data', 'imagecreate', 'finfo_open', 'set_time_limit', 'transliterator_transliterate' ) as $name ) {
			list( $called ) = self::functions( "<?php \$a->b(); new c(); d::e(); \\$name( 1 );" );
			$this->assertSame( array( $name ), $called );
			$this->assertTrue( self::may_be_missing( $name, '' ), $name );
			$this->assertFalse( self::may_be_missing( $name, "function_exists( '$name' )" ), $name );
		}
		foreach ( array( 'mb_substr', 'strlen', 'preg_match', 'wp_json_encode', 'hash', 'random_bytes' ) as $name ) {
			$this->assertFalse( self::may_be_missing( $name, '' ), $name );
		}
	}

	/** Each call of each file. */
	public function test_no_function_is_called_that_may_be_missing(): void {
		require_once ABSPATH . 'wp-admin/includes/upgrade.php';
		$all     = self::source();
		$source  = implode( "\n", $all );
		$missing = array();
		foreach ( $all as $path => $code ) {
			list( $called, $defined ) = self::functions( $code );
			foreach ( array_unique( array_diff( $called, $defined ) ) as $name ) {
				if ( self::may_be_missing( $name, $source ) ) {
					$missing[] = basename( $path ) . ': ' . $name;
				}
			}
		}
		$this->assertSame( array(), $missing );
	}

	/** A class of an extension is a fatal error, too; to ask whether something is one is none. */
	public function test_no_class_is_used_that_may_be_missing(): void {
		$missing = array();
		foreach ( self::source() as $path => $code ) {
			preg_match_all( '/(?:^use |\bnew \\\\?)([A-Z]\w*)\b(?:;|\()/m', $code, $match );
			foreach ( array_unique( $match[1] ) as $name ) {
				$is_internal = class_exists( $name ) && ( new ReflectionClass( $name ) )->isInternal() && ! in_array( ( new ReflectionClass( $name ) )->getExtensionName(), self::ALWAYS, true );
				if ( $is_internal && 1 === preg_match( '/(?<!instanceof )(?<!use )\b' . $name . '\b(?!;)/', (string) preg_replace( '~//.*|/\*.*?\*/~s', '', $code ) ) ) {
					$missing[] = basename( $path ) . ': ' . $name;
				}
			}
		}
		$this->assertSame( array(), $missing );
	}
}
