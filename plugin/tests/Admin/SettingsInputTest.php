<?php
/**
 * What the settings page sends.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Admin;

use WpAiJobs\Admin\SettingsPage;
use WpAiJobs\Core\Settings;
use WpAiJobs\Tests\ProviderTestCase;

/**
 * What is stored of a form, and what is said about it.
 */
final class SettingsInputTest extends ProviderTestCase {

	/** {@inheritDoc} */
	protected function setUp(): void {
		parent::setUp();
		SettingsPage::add_settings();
		$GLOBALS['wp_settings_errors'] = array();
	}

	/** {@inheritDoc} */
	protected function tearDown(): void {
		unregister_setting( SettingsPage::SLUG, Settings::OPTION );
		$GLOBALS['wp_settings_errors'] = array();
		parent::tearDown();
	}

	/**
	 * Sends the form, as wp-admin/options.php stores it.
	 *
	 * @param array<string,mixed> $form Form.
	 * @return string[] The fields that something was said about.
	 */
	private function send( array $form ): array {
		$GLOBALS['wp_settings_errors'] = array();
		update_option( Settings::OPTION, $form );
		return array_column( get_settings_errors( Settings::OPTION ), 'code' );
	}

	/**
	 * A whole form. The first is stored by add_option(), which sanitizes twice.
	 */
	public function test_stores_a_form(): void {
		$said = $this->send(
			array(
				'openai_base_url'    => ' https://ai.example/v1/ ',
				'openai_model'       => ' qwen3:8b ',
				'openai_image_model' => ' flux-2 ',
				'openai_key'         => " \t" . self::KEY . "\n",
				'demo'               => '0',
			)
		);

		$this->assertSame( array(), $said );
		$this->assertSame( 'https://ai.example/v1', Settings::openai_base_url()->value() );
		$this->assertSame( 'qwen3:8b', Settings::openai_model()->value() );
		$this->assertSame( 'flux-2', Settings::openai_image_model()->value() );
		$this->assertSame( self::KEY, Settings::openai_key()->value() );
		$this->assertFalse( Settings::is_demo_on() );
	}

	/**
	 * The key is in the database in no readable form.
	 */
	public function test_stores_no_key_in_clear(): void {
		global $wpdb;
		$this->send( array( 'openai_key' => self::KEY ) );
		$row = $wpdb->get_var( $wpdb->prepare( "SELECT option_value FROM {$wpdb->options} WHERE option_name = %s", Settings::OPTION ) );

		$this->assertIsString( $row );
		$this->assertStringNotContainsString( self::KEY, $row );
		$this->assertStringNotContainsString( base64_encode( self::KEY ), $row );
	}

	/**
	 * An empty key field keeps the key, a new one replaces it, the box removes it.
	 */
	public function test_keeps_replaces_and_removes_the_key(): void {
		$this->send( array( 'openai_key' => 'sk-first' ) );
		$this->send( array( 'openai_key' => '' ) );
		$this->assertSame( 'sk-first', Settings::openai_key()->value() );

		$this->send( array( 'openai_key' => 'sk-second' ) );
		$this->assertSame( 'sk-second', Settings::openai_key()->value() );

		$this->send(
			array(
				'openai_key'        => '',
				'remove_openai_key' => '1',
			)
		);
		$this->assertFalse( Settings::openai_key()->is_set() );
		$this->assertFalse( Settings::is_key_unreadable() );
	}

	/**
	 * A key does not move to another server.
	 */
	public function test_removes_the_key_when_the_server_changes(): void {
		$this->send( array( 'openai_key' => self::KEY ) );
		$this->assertSame( array( 'openai_key' ), $this->send( array( 'openai_base_url' => 'https://collector.example/v1' ) ) );
		$this->assertFalse( Settings::openai_key()->is_set() );
	}

	/**
	 * It stays with another path of the same server, and a new one can come with a new server.
	 */
	public function test_keeps_the_key_of_the_same_server_and_takes_one_for_a_new(): void {
		$this->send(
			array(
				'openai_base_url' => 'https://ai.example/v1',
				'openai_key'      => 'sk-first',
			)
		);
		$this->assertSame( array(), $this->send( array( 'openai_base_url' => 'https://AI.example/v2' ) ) );
		$this->assertSame( 'sk-first', Settings::openai_key()->value() );

		$said = $this->send(
			array(
				'openai_base_url' => 'http://ai.example/v2',
				'openai_key'      => 'sk-second',
			)
		);
		$this->assertSame( array(), $said );
		$this->assertSame( 'sk-second', Settings::openai_key()->value() );
	}

	/**
	 * Addresses and what is stored of them.
	 *
	 * @return array<string,array{string,string}>
	 */
	public static function addresses(): array {
		return array(
			'none'               => array( '', '' ),
			'the default'        => array( 'https://api.openai.com/v1/', '' ),
			'a local server'     => array( 'http://localhost:11434/v1', 'http://localhost:11434/v1' ),
			'an IPv6 address'    => array( 'http://[::1]:8080/v1', 'http://[::1]:8080/v1' ),
			'the whole endpoint' => array( 'https://ai.example/api/v1/chat/completions', 'https://ai.example/api/v1' ),
			'that of images'     => array( 'https://ai.example/api/v1/images/generations/', 'https://ai.example/api/v1' ),
		);
	}

	/**
	 * Accepts an address.
	 *
	 * @dataProvider addresses
	 * @param string $address Address.
	 * @param string $stored  What is stored.
	 */
	public function test_accepts_an_address( string $address, string $stored ): void {
		$this->assertSame( array(), $this->send( array( 'openai_base_url' => $address ) ) );
		$this->assertSame( $stored, get_option( Settings::OPTION )['openai_base_url'] );
	}

	/**
	 * An address without a path is kept, since some servers are there, and what most of them need is
	 * named.
	 *
	 * @testWith ["http://localhost:1234"]
	 *           ["https://ai.example/"]
	 *           ["http://[::1]:8080"]
	 *
	 * @param string $address Address.
	 */
	public function test_offers_v1( string $address ): void {
		$this->assertSame( array( 'openai_base_url' ), $this->send( array( 'openai_base_url' => $address ) ) );
		$this->assertSame( untrailingslashit( $address ), get_option( Settings::OPTION )['openai_base_url'] );
		$this->assertStringContainsString( untrailingslashit( $address ) . '/v1', get_settings_errors( Settings::OPTION )[0]['message'] );
	}

	/**
	 * Fields with what cannot be stored in them.
	 *
	 * @return array<string,array{string,string}>
	 */
	public static function mistakes(): array {
		return array(
			'an address without a scheme'     => array( 'openai_base_url', 'ai.example/v1' ),
			'an address of another scheme'    => array( 'openai_base_url', 'ftp://ai.example/v1' ),
			'a script for an address'         => array( 'openai_base_url', 'javascript:alert(1)' ),
			'a file for an address'           => array( 'openai_base_url', 'file:///etc/passwd' ),
			'an address without a host'       => array( 'openai_base_url', 'https:///v1' ),
			'an address with a user'          => array( 'openai_base_url', 'https://me:pass@ai.example/v1' ),
			'an address with a question mark' => array( 'openai_base_url', 'https://ai.example/v1?key=1' ),
			'an address with a fragment'      => array( 'openai_base_url', 'https://ai.example/v1#x' ),
			'an address with a space'         => array( 'openai_base_url', 'https://ai.example/v 1' ),
			'an address with a line feed'     => array( 'openai_base_url', "https://ai.example/v1\nx" ),
			'an address that is too long'     => array( 'openai_base_url', 'https://ai.example/' . str_repeat( 'a', 500 ) ),
			'a model with a space'            => array( 'openai_model', 'gpt 5' ),
			'a model that is too long'        => array( 'openai_model', str_repeat( 'm', 501 ) ),
			'a model of images with a space'  => array( 'openai_image_model', 'gpt image' ),
			'a key with a space'              => array( 'openai_key', 'sk 1' ),
			'a key with a line feed'          => array( 'openai_key', "sk-1\r\nHost: x" ),
			'a key that is none'              => array( 'openai_key', '„sk-1“' ),
		);
	}

	/**
	 * Keeps what was stored, stores the rest of the form, and names the field.
	 *
	 * @dataProvider mistakes
	 * @param string $field Field.
	 * @param string $value Value.
	 */
	public function test_names_the_field_that_is_wrong( string $field, string $value ): void {
		$this->send(
			array(
				'openai_base_url' => 'https://ai.example/v1',
				'openai_model'    => 'small',
				'openai_key'      => self::KEY,
			)
		);
		$before = get_option( Settings::OPTION );

		$this->assertSame(
			array( $field ),
			$this->send(
				array(
					$field => $value,
					'demo' => '0',
				)
			)
		);
		$this->assertSame( array_merge( $before, array( 'demo' => false ) ), get_option( Settings::OPTION ) );
	}

	/**
	 * A read-only field is not sent: what was stored under it stays.
	 */
	public function test_keeps_what_is_not_sent(): void {
		$this->send(
			array(
				'openai_base_url' => 'https://ai.example/v1',
				'openai_model'    => 'small',
				'openai_key'      => self::KEY,
				'demo'            => '0',
			)
		);
		$before = get_option( Settings::OPTION );
		$this->send( array() );
		$this->assertSame( $before, get_option( Settings::OPTION ) );
	}

	/**
	 * What is not in the form is not stored, a sealed key from elsewhere least of all.
	 */
	public function test_drops_what_is_not_in_the_form(): void {
		$this->send(
			array(
				'openai_sealed_key' => 'v1:abc',
				'is_admin'          => '1',
				'openai_model'      => array( 'x' ),
				'demo'              => array( '1' ),
			)
		);
		$this->assertSame(
			array(
				'openai_base_url'    => '',
				'openai_model'       => '',
				'openai_image_model' => '',
				'openai_sealed_key'  => '',
				'demo'               => false,
			),
			get_option( Settings::OPTION )
		);
	}

	/**
	 * The message begins with the field's name, as the page has it.
	 */
	public function test_says_the_fields_name(): void {
		$this->send( array( 'openai_base_url' => 'x' ) );
		$this->assertStringStartsWith( 'Address: ', get_settings_errors( Settings::OPTION )[0]['message'] );
	}
}
