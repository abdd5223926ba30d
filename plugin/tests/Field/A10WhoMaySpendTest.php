<?php
/**
 * Row A10: who may spend, and whose key is spent.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Field;

use WpAiJobs\Core\Settings;
use WpAiJobs\Integrations\AI\Provider\OpenAIServer;
use WpAiJobs\Tests\ProviderTestCase;

/**
 * A key that is on the server for another program, and users who can't use what they would pay for.
 */
final class A10WhoMaySpendTest extends ProviderTestCase {

	use People;

	/** {@inheritDoc} */
	protected function tearDown(): void {
		array_map( 'putenv', array( 'OPENAI_API_KEY', 'OPENAI_BASE_URL', 'OPENAI_MODEL', 'OPENAI_IMAGE_MODEL' ) );
		parent::tearDown();
	}

	/**
	 * Variables of another program's.
	 *
	 * @return array<string,array{string,callable():string,string}>
	 */
	public static function foreign_variables(): array {
		$value = static function ( string $setting ): callable {
			return static function () use ( $setting ): string {
				return Settings::$setting()->value();
			};
		};
		return array(
			'its key'              => array( 'OPENAI_API_KEY', $value( 'openai_key' ), '' ),
			'its address'          => array( 'OPENAI_BASE_URL', $value( 'openai_base_url' ), Settings::DEFAULT_BASE_URL ),
			'its model'            => array( 'OPENAI_MODEL', $value( 'openai_model' ), Settings::DEFAULT_MODEL ),
			'its model for images' => array( 'OPENAI_IMAGE_MODEL', $value( 'openai_image_model' ), Settings::DEFAULT_IMAGE_MODEL ),
		);
	}

	/**
	 * They change nothing, and nothing is sent.
	 *
	 * @dataProvider foreign_variables
	 * @param string            $name     Environment variable.
	 * @param callable():string $read     Reads the setting.
	 * @param string            $expected What it is.
	 */
	public function test_a_variable_of_another_program_is_not_read( string $name, callable $read, string $expected ): void {
		putenv( $name . '=sk-of-another-program' );
		$this->assertSame( $expected, $read() );
		$this->assertFalse( OpenAIServer::is_configured() );
		$this->assertStringNotContainsString( 'sk-of-another-program', (string) wp_json_encode( OpenAIServer::headers() ) );
	}

	/** Ours is. */
	public function test_a_key_of_ours_in_the_environment_is_used(): void {
		putenv( 'WPAIJOBS_OPENAI_API_KEY=' . self::KEY );
		$this->assertTrue( OpenAIServer::is_configured() );
		$this->assertSame( 'Bearer ' . self::KEY, OpenAIServer::headers()['Authorization'] );
	}

	/** Images that one can't use are not paid for. */
	public function test_a_contributor_generates_text_and_no_image(): void {
		wp_set_current_user( $this->make_user( 'contributor' ) );
		$this->assertSame( array( 403, 'ai_job_forbidden', 'type' ), self::told( self::start_job( 'image' ) ) );
		$this->assertSame( array( 201, null, null ), self::told( self::start_job( 'content' ) ) );
		$this->assertSame( array( 'content' ), array_keys( (array) self::rest( 'GET', '/capabilities' )->get_data()['types'] ) );
		wp_set_current_user( $this->make_user( 'author' ) );
		$this->assertSame( array( 201, null, null ), self::told( self::start_job( 'image' ) ) );
		$this->assertSame( array( 'content', 'image' ), array_keys( (array) self::rest( 'GET', '/capabilities' )->get_data()['types'] ) );
	}

	/** The same from PHP, where nobody but the plugin asks. */
	public function test_a_start_from_php_is_refused_to_the_same_people(): void {
		$input = array( 'prompt' => 'Rain' );
		foreach ( array( 'contributor', 'subscriber', '' ) as $role ) {
			wp_set_current_user( $this->make_user( $role ) );
			$this->assertSame( 'ai_job_forbidden', wpaijobs_start( 'image', $input )->get_error_code(), $role );
		}
		wp_set_current_user( 0 );
		$this->assertSame( 'ai_job_forbidden', wpaijobs_start( 'content', $input )->get_error_code() );
	}

	/** The examples of docs/capabilities.md. */
	public function test_a_site_maps_the_capabilities_to_others(): void {
		$author = $this->make_user( 'author' );
		wp_set_current_user( $author );
		add_filter(
			'map_meta_cap',
			static function ( array $caps, string $cap ): array {
				if ( 0 === strpos( $cap, 'wpaijobs_generate_' ) ) {
					$caps[] = 'use_ai';
				}
				return $caps;
			},
			10,
			2
		);
		$post = $this->make_post( $author );
		foreach ( array( 'content', 'image' ) as $type ) {
			$this->assertSame( array( 403, 'ai_job_forbidden', 'type' ), self::told( self::start_job( $type, $post ) ), $type );
		}
		wp_get_current_user()->add_cap( 'use_ai' );
		foreach ( array( 'content', 'image' ) as $type ) {
			$this->assertSame( 201, self::start_job( $type, $post )->get_status(), $type );
		}
		add_filter(
			'user_has_cap',
			static function ( array $all, array $caps, array $args, \WP_User $user ): array {
				return 0 === strpos( $args[0], 'wpaijobs_generate_' ) && in_array( 'author', $user->roles, true ) ? array() : $all;
			},
			10,
			4
		);
		$this->assertSame( array( 403, 'ai_job_forbidden', 'type' ), self::told( self::start_job( 'content', $post ) ) );
	}

	/** Who sees others' jobs is a right of its own. */
	public function test_a_site_lets_editors_see_the_jobs_of_others_without_the_settings(): void {
		wp_set_current_user( $this->make_user( 'author' ) );
		$id = self::start_job( 'content' )->get_data()['id'];
		self::log_in( 'editor' );
		$this->assertSame( 404, self::rest( 'GET', '/jobs', array( 'include' => $id ) )->get_status() );
		add_filter(
			'map_meta_cap',
			static function ( array $caps, string $cap ): array {
				return 'wpaijobs_manage' === $cap ? array( 'edit_others_posts' ) : $caps;
			},
			10,
			2
		);
		$this->assertSame( 200, self::rest( 'GET', '/jobs', array( 'include' => $id ) )->get_status() );
		$this->assertNull( self::rest( 'GET', '/capabilities' )->get_data()['settings_url'] );
	}
}
