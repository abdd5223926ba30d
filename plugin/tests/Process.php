<?php
/**
 * Another PHP process.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests;

// phpcs:disable WordPress.WP.AlternativeFunctions, Generic.PHP.ForbiddenFunctions -- Pipes are no files of WordPress's.

/**
 * A script of `tests/processes`, running beside the test in a PHP of its own: what two web
 * requests are to each other. They speak in lines.
 */
final class Process {

	/**
	 * The process.
	 *
	 * @var resource
	 */
	private $process;

	/**
	 * Standard input, output.
	 *
	 * @var resource[]
	 */
	private $pipes;

	/**
	 * Starts a script.
	 *
	 * @param string   $script    Name of a file of `tests/processes`, without `.php`.
	 * @param string[] $arguments Its arguments.
	 * @param string[] $ini       Settings of its PHP, as in `memory_limit=256M`.
	 */
	public function __construct( string $script, array $arguments = array(), array $ini = array() ) {
		$command = array( PHP_BINARY );
		// Without its byte code, which the site's processes share, half of a process is compiling WordPress.
		$cache = dirname( (string) getenv( 'WP_SITE' ) ) . '/opcache';
		wp_mkdir_p( $cache );
		$own = array( 'memory_limit=256M', 'opcache.enable_cli=1', 'opcache.file_cache_only=1', "opcache.file_cache={$cache}" );
		foreach ( array_merge( $own, $ini ) as $setting ) {
			array_push( $command, '-d', $setting );
		}
		$command       = array_merge( $command, array( __DIR__ . "/processes/{$script}.php" ), $arguments );
		$this->process = proc_open(
			$command,
			array(
				0 => array( 'pipe', 'r' ),
				1 => array( 'pipe', 'w' ),
				2 => array( 'file', '/dev/null', 'w' ),
			),
			$this->pipes
		);
	}

	/**
	 * Says a line to it.
	 *
	 * @param string $line Without its end.
	 */
	public function say( string $line ): void {
		fwrite( $this->pipes[0], $line . "\n" );
	}

	/**
	 * Waits for its next line.
	 *
	 * @return string Without its end; '' when it said nothing any more.
	 */
	public function hear(): string {
		return rtrim( (string) fgets( $this->pipes[1] ), "\n" );
	}

	/**
	 * Kills it as the system does when memory runs out: nothing of it runs any more.
	 */
	public function kill(): void {
		proc_terminate( $this->process, 9 );
		$this->end();
	}

	/**
	 * Waits for its end.
	 */
	public function end(): void {
		fclose( $this->pipes[0] );
		stream_get_contents( $this->pipes[1] );
		fclose( $this->pipes[1] );
		proc_close( $this->process );
	}
}
