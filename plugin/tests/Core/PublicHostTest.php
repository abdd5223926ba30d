<?php
/**
 * Servers on the public internet.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Core;

use ArrayObject;
use WpAiJobs\Core\PublicHost;
use WpAiJobs\Tests\PluginTestCase;

/**
 * What a network's sites may ask.
 */
final class PublicHostTest extends PluginTestCase {

	/**
	 * Addresses that lead inside, in every form that some resolver or client understands.
	 *
	 * @return array<string,array{string,string[]}>
	 */
	public static function inner(): array {
		$inner = array();
		foreach (
			array(
				'http://127.0.0.1/v1',
				'http://127.1.2.3/v1',
				'http://0.0.0.0/v1',
				'http://10.1.2.3/v1',
				'http://172.31.255.255/v1',
				'http://192.168.1.1/v1',
				'http://169.254.169.254/latest',
				'http://100.100.100.200/latest',
				'http://168.63.129.16/',
				'http://198.18.0.1/v1',
				'http://224.0.0.1/v1',
				'http://255.255.255.255/v1',
				'http://[::1]/v1',
				'http://[::]/v1',
				'http://[::ffff:127.0.0.1]/v1',
				'http://[::ffff:a9fe:a9fe]/v1',
				'http://[64:ff9b::a9fe:a9fe]/v1',
				'http://[fe80::1]/v1',
				'http://[fd00:ec2::254]/latest',
				'http://[2002:7f00:1::]/v1',
				'http://[2001:0:4136:e378::]/v1',
				'http://2130706433/v1',
				'http://0x7f000001/v1',
				'http://0x7f.1/v1',
				'http://017700000001/v1',
				'http://0177.0.0.1/v1',
				'http://127.1/v1',
				'http://169.254.43518/v1',
				'http://192.168.1.1./v1',
				'http://93.184.216.34:22/v1',
				'http://93.184.216.34:11434/v1',
				'http:///v1',
			) as $url
		) {
			$inner[ $url ] = array( $url, array() );
		}
		return $inner + array(
			'a name of this machine'             => array( 'http://localhost/v1', array( '127.0.0.1' ) ),
			'the same with a dot'                => array( 'http://localhost./v1', array( '127.0.0.1' ) ),
			'a name that leads to metadata'      => array( 'https://metadata.example/v1', array( '169.254.169.254' ) ),
			'one of several leads inside'        => array( 'https://ai.example/v1', array( '93.184.216.34', '10.0.0.1' ) ),
			'IPv6 leads inside'                  => array( 'https://ai.example/v1', array( '93.184.216.34', 'fd00::1' ) ),
			'a name that leads nowhere'          => array( 'https://nowhere.example/v1', array() ),
			'a name that leads to no IP address' => array( 'https://odd.example/v1', array( 'localhost' ) ),
		);
	}

	/**
	 * None is asked.
	 *
	 * @dataProvider inner
	 * @param string   $url      Address.
	 * @param string[] $resolved What its name leads to.
	 */
	public function test_an_address_inside_is_not_asked( string $url, array $resolved ): void {
		$host = new PublicHost(
			static function () use ( $resolved ): array {
				return $resolved;
			}
		);
		$this->assertSame( array(), $host->addresses( $url ) );
		add_filter(
			'pre_http_request',
			function (): void {
				$this->fail( 'It was asked.' );
			}
		);
		$this->assertSame( PublicHost::ERROR, $host->post( $url, array() )->get_error_code() );
	}

	/**
	 * Nor read, nor by a detour.
	 *
	 * @dataProvider inner
	 * @param string   $url      Address.
	 * @param string[] $resolved What its name leads to.
	 */
	public function test_an_address_inside_is_not_read( string $url, array $resolved ): void {
		$own = wp_parse_url( home_url(), PHP_URL_HOST );
		if ( wp_parse_url( $url, PHP_URL_HOST ) === $own ) {
			$this->expectNotToPerformAssertions();
			return;
		}
		$host  = new PublicHost(
			static function ( string $name ) use ( $resolved ): array {
				return 'images.example' === $name ? array( '93.184.216.34' ) : $resolved;
			}
		);
		$asked = $this->redirect_to( $url );
		$this->assertSame( PublicHost::ERROR, $host->get( $url, array() )->get_error_code() );
		$this->assertSame( array(), $asked->getArrayCopy() );
		$this->assertSame( PublicHost::ERROR, $host->get( 'https://images.example/rain.png', array() )->get_error_code() );
		$this->assertSame( array( 'https://images.example/rain.png' ), $asked->getArrayCopy() );
	}

	/** As an image's address does. */
	public function test_three_redirects_are_followed(): void {
		$host  = new PublicHost(
			static function (): array {
				return array( '93.184.216.34' );
			}
		);
		$asked = $this->redirect_to( '../snow.png' );
		$this->assertSame( 'http_request_failed', $host->get( 'https://images.example/a/rain.png', array() )->get_error_code() );
		$this->assertSame( array( 'https://images.example/a/rain.png', 'https://images.example/snow.png', 'https://images.example/snow.png', 'https://images.example/snow.png' ), $asked->getArrayCopy() );
	}

	/** A server of the site's own network that its owner allows, as WordPress has it. */
	public function test_a_host_that_the_site_allows_is_read(): void {
		add_filter( 'http_request_host_is_external', '__return_true' );
		$asked = $this->redirect_to( '' );
		$this->assertIsArray( ( new PublicHost() )->get( 'http://192.168.1.5/rain.png', array() ) );
		$this->assertCount( 1, $asked );
	}

	/**
	 * Answers every request with a redirect.
	 *
	 * @param string $location Where to; '': nowhere.
	 * @return ArrayObject<int,string> The addresses that were asked.
	 */
	private function redirect_to( string $location ): ArrayObject {
		$asked = new ArrayObject();
		add_filter(
			'pre_http_request',
			static function ( $response, array $arguments, string $url ) use ( $asked, $location ): array {
				$asked[] = $url;
				return array(
					'headers'  => array( 'location' => $location ),
					'body'     => '',
					'response' => array(
						'code'    => '' === $location ? 200 : 302,
						'message' => '',
					),
				);
			},
			10,
			3
		);
		return $asked;
	}

	/** The internet is. */
	public function test_an_address_on_the_internet_may_be_asked(): void {
		$addresses = array( '93.184.216.34', '2606:2800:220:1::1' );
		$host      = new PublicHost(
			static function () use ( $addresses ): array {
				return $addresses;
			}
		);
		foreach ( array( 'https://ai.example/v1', 'http://ai.example:8080/v1', 'https://127.0.0.1.ai.example/v1' ) as $url ) {
			$this->assertSame( $addresses, $host->addresses( $url ), $url );
		}
		$this->assertSame( array( '93.184.216.34' ), $host->addresses( 'https://93.184.216.34/v1' ) );
	}

	/** A name that leads elsewhere by the time that WordPress connects. */
	public function test_a_request_goes_to_the_ip_address_that_was_looked_at(): void {
		$host = new PublicHost(
			static function (): array {
				return array( '93.184.216.34' );
			}
		);
		// Whoever owns the name has it lead to this machine now; core's own check is shown the internet.
		add_filter( 'http_request_host_is_external', '__return_true' );
		$sockets = array();
		add_filter(
			'pre_http_request',
			static function ( $response, array $arguments, string $url ) use ( &$sockets ) {
				$socket = 'tcp://localhost:80';
				do_action_ref_array( 'requests-fsockopen.remote_socket', array( &$socket ) );
				$sockets[] = $socket;
				$tls       = 'ssl://localhost:443';
				do_action_ref_array( 'requests-fsockopen.remote_socket', array( &$tls ) );
				$sockets[] = $tls;
				return new \WP_Error( 'stopped', "{$arguments['redirection']} {$url}" );
			},
			10,
			3
		);
		$answer = $host->post( 'http://localhost/v1', array( 'redirection' => 5 ) );
		$this->assertSame( array( 'tcp://93.184.216.34:80', 'ssl://localhost:443' ), $sockets, 'Over TLS it has to prove its name.' );
		$this->assertSame( '0 http://localhost/v1', $answer->get_error_message(), 'And no redirect is followed.' );

		$socket = 'tcp://localhost:80';
		do_action_ref_array( 'requests-fsockopen.remote_socket', array( &$socket ) );
		$this->assertSame( 'tcp://localhost:80', $socket, 'Other requests are left alone.' );
	}
}
