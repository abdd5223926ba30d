<?php
/**
 * Whether PHP has what is needed.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Core\Health;

defined( 'ABSPATH' ) || exit;

/**
 * Says which extensions and functions of PHP are missing, and what is lost without each.
 */
final class Server implements Check {

	/**
	 * Whether PHP has an extension.
	 *
	 * @var callable(string):bool
	 */
	private $has_extension;

	/**
	 * Whether PHP has a function, which a host may have disabled.
	 *
	 * @var callable(string):bool
	 */
	private $has_function;

	/**
	 * The check.
	 *
	 * @param (callable(string):bool)|null $has_extension Default: of this process.
	 * @param (callable(string):bool)|null $has_function  Default: of this process.
	 */
	public function __construct( ?callable $has_extension = null, ?callable $has_function = null ) {
		$this->has_extension = $has_extension ?? 'extension_loaded';
		$this->has_function  = $has_function ?? 'function_exists';
	}

	/** {@inheritDoc} */
	public function name(): string {
		return 'server';
	}

	/** {@inheritDoc} */
	public function label(): string {
		return __( 'PHP has everything that AI jobs need', 'wp-ai-jobs' );
	}

	/** {@inheritDoc} */
	public function sends_requests(): bool {
		return false;
	}

	/** {@inheritDoc} */
	public function findings(): array {
		$findings = array();
		foreach ( self::losses() as $loss ) {
			list( $names, $is_critical, $text ) = $loss;
			if ( ! $this->has_one_of( $names ) ) {
				/* translators: %s: names of PHP extensions or functions */
				$headline   = sprintf( __( 'PHP lacks something that AI jobs need: %s', 'wp-ai-jobs' ), implode( ' / ', $names ) );
				$findings[] = $is_critical ? Finding::critical( $headline, $text ) : Finding::recommended( $headline, $text );
			}
		}
		return array() === $findings
			? array( Finding::good( __( 'No PHP extension and no function is missing.', 'wp-ai-jobs' ) ) )
			: $findings;
	}

	/**
	 * The names of what is missing.
	 *
	 * @return string[]
	 */
	public function missing(): array {
		$missing = array();
		foreach ( self::losses() as $loss ) {
			if ( ! $this->has_one_of( $loss[0] ) ) {
				$missing[] = implode( ' / ', $loss[0] );
			}
		}
		return $missing;
	}

	/**
	 * Whether PHP has one of several; functions are written with brackets.
	 *
	 * @param string[] $names Names.
	 */
	private function has_one_of( array $names ): bool {
		foreach ( $names as $name ) {
			$has = '()' === substr( $name, -2 )
				? ( $this->has_function )( substr( $name, 0, -2 ) )
				: ( $this->has_extension )( $name );
			if ( $has ) {
				return true;
			}
		}
		return false;
	}

	/**
	 * What is needed, and what is lost without it.
	 *
	 * @return array<int,array{string[],bool,string}> One of these; whether nothing works without; translated sentences.
	 */
	private static function losses(): array {
		return array(
			array(
				array( 'openssl' ),
				true,
				__( 'The PHP extension openssl is missing: without it no AI provider can be reached over HTTPS. Ask your host to enable it.', 'wp-ai-jobs' ),
			),
			array(
				array( 'json' ),
				true,
				__( 'The PHP extension json is missing: without it no job can be stored and no answer be read. Ask your host to enable it.', 'wp-ai-jobs' ),
			),
			array(
				array( 'gd', 'imagick' ),
				false,
				__( 'Neither of the PHP extensions gd and imagick is available: generated images cannot be previewed in a smaller size or scaled for the media library. Ask your host to enable one of them.', 'wp-ai-jobs' ),
			),
			array(
				array( 'fileinfo' ),
				false,
				__( 'The PHP extension fileinfo is missing: WordPress cannot check the content of files, and may refuse generated images for the media library. Ask your host to enable it.', 'wp-ai-jobs' ),
			),
			array(
				array( 'curl' ),
				false,
				__( 'The PHP extension curl is missing: while a provider is working, a job cannot show that it is alive, so one whose process died is noticed minutes later, and stopping it does not end the request. Ask your host to enable it.', 'wp-ai-jobs' ),
			),
			array(
				array( 'mbstring' ),
				false,
				__( 'The PHP extension mbstring is missing: WordPress replaces it by slower functions, which takes time with long texts. Ask your host to enable it.', 'wp-ai-jobs' ),
			),
			array(
				array( 'sodium' ),
				false,
				__( 'The PHP extension sodium is missing: WordPress replaces it by slower functions to encrypt and decrypt the API key. Ask your host to enable it.', 'wp-ai-jobs' ),
			),
			array(
				array( 'set_time_limit()' ),
				false,
				__( 'The PHP function set_time_limit() is disabled: a job may be cut off by the time limit of PHP although its provider is still working. Ask your host to allow it, or to raise max_execution_time to 300 seconds.', 'wp-ai-jobs' ),
			),
			array(
				array( 'ignore_user_abort()' ),
				false,
				__( 'The PHP function ignore_user_abort() is disabled: a job may end when its author closes the page. Ask your host to allow it.', 'wp-ai-jobs' ),
			),
		);
	}
}
