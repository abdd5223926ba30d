<?php
/**
 * A provider's server.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests;

use RuntimeException;

/**
 * PHP's own web server with `Double/provider-server.php`: for what a scripted network cannot show.
 */
final class ProviderServer {

	/**
	 * The server.
	 *
	 * @var resource
	 */
	private $process;

	/**
	 * Host and port.
	 *
	 * @var string
	 */
	private $address;

	/**
	 * A folder for its log and for the files that it serves.
	 *
	 * @var string
	 */
	private $folder;

	/**
	 * Starts it and waits until it listens.
	 *
	 * @throws RuntimeException When it does not.
	 */
	public function __construct() {
		$this->address = self::free_address();
		$this->folder  = sys_get_temp_dir() . '/provider-' . uniqid();
		mkdir( $this->folder );
		touch( $this->folder . '/log' );
		$nothing       = array( 'file', '/dev/null', 'w' );
		$pipes         = array();
		$this->process = proc_open(
			array( PHP_BINARY, '-S', $this->address, __DIR__ . '/Double/provider-server.php' ),
			array( array( 'file', '/dev/null', 'r' ), $nothing, $nothing ),
			$pipes,
			null,
			array( 'PROVIDER_FOLDER' => $this->folder )
		);
		$until         = microtime( true ) + 10;
		do {
			// phpcs:ignore WordPress.PHP.NoSilencedErrors.Discouraged -- It warns until the server listens.
			$connection = @stream_socket_client( 'tcp://' . $this->address, $number, $message, 0.1 );
		} while ( false === $connection && microtime( true ) < $until );
		if ( false === $connection ) {
			throw new RuntimeException( 'The server does not listen.' );
		}
		fclose( $connection );
	}

	/** Ends it. */
	public function stop(): void {
		proc_terminate( $this->process, 9 );
		proc_close( $this->process );
		array_map( 'unlink', (array) glob( $this->folder . '/*' ) );
		rmdir( $this->folder );
	}

	/**
	 * An address at which nobody listens.
	 *
	 * @return string
	 */
	public static function free_address(): string {
		$socket  = stream_socket_server( 'tcp://127.0.0.1:0' );
		$address = stream_socket_get_name( $socket, false );
		fclose( $socket );
		return $address;
	}

	/**
	 * Its address.
	 *
	 * @param string $path Path; its first part is how the server is to behave.
	 * @return string
	 */
	public function url( string $path = '' ): string {
		return 'http://' . $this->address . '/' . $path;
	}

	/** Its port. */
	public function port(): int {
		return (int) substr( (string) strrchr( $this->address, ':' ), 1 );
	}

	/**
	 * Gives it a file to serve.
	 *
	 * @param string $name  Name.
	 * @param string $bytes What it holds.
	 */
	public function put( string $name, string $bytes ): void {
		file_put_contents( $this->folder . '/' . $name, $bytes );
	}

	/**
	 * What it was asked.
	 *
	 * @return array<int,array{string,?string}> Path and key.
	 */
	public function asked(): array {
		return array_map(
			static function ( string $line ): array {
				return json_decode( $line, true );
			},
			file( $this->folder . '/log' )
		);
	}

	/**
	 * The body of the last question.
	 *
	 * @return string JSON; of a form, its fields and files as PHP reads them.
	 */
	public function last_body(): string {
		return (string) file_get_contents( $this->folder . '/body' );
	}
}
