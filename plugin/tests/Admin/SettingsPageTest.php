<?php
/**
 * The settings page.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Admin;

use WP_REST_Request;
use WpAiJobs\Admin\SettingsPage;
use WpAiJobs\Core\Settings;
use WpAiJobs\Integrations\AI\ContentHandler;
use WpAiJobs\Integrations\AI\Errors;
use WpAiJobs\Integrations\AI\JobManager;
use WpAiJobs\Tests\ProviderTestCase;
use const WpAiJobs\PLUGIN_FILE;

/**
 * What it shows, and to whom; above all, what it does not show.
 */
final class SettingsPageTest extends ProviderTestCase {

	/** {@inheritDoc} */
	protected function setUp(): void {
		parent::setUp();
		SettingsPage::add_settings();
		// What these tests store is no form.
		remove_all_filters( 'sanitize_option_' . Settings::OPTION );
		$GLOBALS['wp_settings_errors'] = array();
		self::log_in( 'admin' );
	}

	/** {@inheritDoc} */
	protected function tearDown(): void {
		unregister_setting( SettingsPage::SLUG, Settings::OPTION );
		parent::tearDown();
	}

	/**
	 * The page's HTML.
	 *
	 * @return string
	 */
	private static function page(): string {
		$GLOBALS['title'] = 'AI Jobs';
		ob_start();
		SettingsPage::render();
		return (string) ob_get_clean();
	}

	/**
	 * Who may manage options sees it in the menu, an editor does not.
	 */
	public function test_is_for_who_may_manage_options(): void {
		foreach ( array(
			'admin'  => true,
			'editor' => false,
		) as $login => $may ) {
			$GLOBALS['submenu'] = array();
			self::log_in( $login );
			SettingsPage::add_page();
			$this->assertSame( $may, isset( $GLOBALS['submenu']['options-general.php'] ) );
			$this->assertSame( $may, array() !== SettingsPage::add_link( array() ) );
		}
		unset( $GLOBALS['submenu'] );
	}

	/**
	 * The plugin's row in the list of plugins leads to it.
	 */
	public function test_is_linked_from_the_list_of_plugins(): void {
		$links = apply_filters( 'plugin_action_links_' . plugin_basename( PLUGIN_FILE ), array( 'deactivate' => 'x' ) );
		$this->assertStringContainsString( 'options-general.php?page=wp-ai-jobs', $links[0] );
	}

	/**
	 * Who makes images is said too: a server for texts may make none.
	 */
	public function test_tells_who_makes_images(): void {
		$this->assertStringContainsString( 'The demo makes images now', self::page() );
		$this->settings( array( 'openai_key' => self::KEY ) );
		$this->assertStringContainsString( 'Images are made by OpenAI.', self::page() );
		$this->settings(
			array(
				'openai_base_url' => 'https://ai.example/v1',
				'demo'            => false,
			)
		);
		$this->assertStringContainsString( 'Nobody makes images now', self::page() );
	}

	/**
	 * A stored key is said to be there and shown nowhere.
	 */
	public function test_never_shows_a_stored_key(): void {
		$this->settings( array( 'openai_key' => self::KEY ) );
		$page = self::page();

		$this->assertStringContainsString( 'A key is set.', $page );
		$this->assertMatchesRegularExpression( '/<input type="password"[^>]* value=""/', $page );
		$this->assertStringContainsString( 'wpaijobs_settings[remove_openai_key]', $page );
		$this->assertStringNotContainsString( self::KEY, $page );
		$this->assertStringNotContainsString( 'v1:', $page );
	}

	/**
	 * A key of the environment is shown as little, and cannot be changed here.
	 */
	public function test_never_shows_a_key_of_the_environment(): void {
		putenv( 'WPAIJOBS_OPENAI_API_KEY=' . self::KEY );
		$page = self::page();

		$this->assertStringNotContainsString( self::KEY, $page );
		$this->assertStringContainsString( 'Set by the environment variable WPAIJOBS_OPENAI_API_KEY', $page );
		$this->assertStringNotContainsString( 'wpaijobs_settings[openai_key]', $page );
		$this->assertStringNotContainsString( 'wpaijobs_settings[openai_base_url]', $page );
	}

	/**
	 * What the server sets is shown, read-only.
	 */
	public function test_shows_what_the_server_sets_as_read_only(): void {
		putenv( 'WPAIJOBS_OPENAI_BASE_URL=http://localhost:1234/v1' );
		putenv( 'WPAIJOBS_OPENAI_MODEL=local-model' );
		$page = self::page();

		foreach ( array( 'http://localhost:1234/v1', 'local-model' ) as $value ) {
			$this->assertMatchesRegularExpression( '#value="' . preg_quote( $value, '#' ) . '"[^>]* readonly#', $page );
		}
		$this->assertStringContainsString( 'WPAIJOBS_OPENAI_MODEL', $page );
		$this->assertStringNotContainsString( 'wpaijobs_settings[openai_model]', $page );
	}

	/**
	 * New salts: it says so, and that the key has to be entered again.
	 */
	public function test_says_that_a_key_is_unreadable(): void {
		$this->settings( array( 'openai_key' => self::KEY ) );
		add_filter(
			'salt',
			static function (): string {
				return 'changed';
			}
		);
		$page = self::page();

		$this->assertStringContainsString( 'security keys and salts of this site have changed. Please enter it again.', $page );
		$this->assertStringContainsString( 'wpaijobs_settings[remove_openai_key]', $page );
	}

	/**
	 * Who answers now.
	 */
	public function test_says_who_answers(): void {
		$this->assertStringContainsString( 'The demo answers now', self::page() );

		$this->settings( array( 'openai_key' => self::KEY ) );
		$page = self::page();
		$this->assertStringContainsString( 'Provider for texts: OpenAI.', $page );
		$this->assertStringContainsString( 'Asks api.openai.com with the key that is stored below.', $page );

		$this->settings( array( 'openai_base_url' => 'http://localhost:1/v1' ) );
		$this->assertStringContainsString( 'Asks localhost:1 without a key.', self::page() );

		$this->settings( array( 'demo' => false ) );
		$this->assertStringContainsString( 'Nobody answers now', self::page() );
	}

	/**
	 * That a provider is set up does not mean that it answers.
	 */
	public function test_does_not_say_that_all_is_well_after_failures(): void {
		$this->settings( array( 'openai_key' => self::KEY ) );
		$page = self::page();
		$this->assertStringNotContainsString( 'notice-success', $page );
		$this->assertStringContainsString( 'No job has ended within the last hour.', $page );

		$manager = new JobManager();
		$manager->complete( $manager->claim( self::pending()->id(), 'runner' ), array( 'text' => 'Rain' ) );
		$this->assertStringContainsString( 'notice-success', self::page() );

		$manager->fail( $manager->claim( self::pending()->id(), 'runner' ), Errors::of( 'provider_auth' ) );
		$page = self::page();
		$this->assertStringNotContainsString( 'notice-success', $page );
		$this->assertStringContainsString( '1 of the 2 jobs that ended within the last hour failed.', $page );
	}

	/**
	 * Each time, not only when it is saved.
	 */
	public function test_says_what_a_server_of_ones_own_probably_lacks(): void {
		$this->settings( array( 'openai_base_url' => 'http://localhost:1234' ) );
		$page = self::page();
		$this->assertStringContainsString( 'as in http://localhost:1234/v1.', $page );
		$this->assertStringContainsString( 'the server is asked for ' . Settings::DEFAULT_MODEL, $page );

		$this->settings(
			array(
				'openai_base_url' => 'http://localhost:1234/v1',
				'openai_model'    => 'llama9',
			)
		);
		$page = self::page();
		$this->assertStringNotContainsString( 'Most servers need /v1', $page );
		$this->assertStringNotContainsString( 'the server is asked for', $page );

		$this->settings( array( 'openai_key' => self::KEY ) );
		$this->assertStringNotContainsString( 'the server is asked for', self::page() );
	}

	/**
	 * Core's screen is linked where it exists.
	 */
	public function test_links_to_connectors_where_core_has_them(): void {
		$this->assertSame( function_exists( 'wp_get_connectors' ), false !== strpos( self::page(), 'options-connectors.php' ) );
	}

	/**
	 * The field that was refused is marked.
	 */
	public function test_marks_the_field_that_was_refused(): void {
		add_settings_error( Settings::OPTION, 'openai_model', 'Model: no.' );
		$page = self::page();
		$this->assertMatchesRegularExpression( '/id="openai_model"[^>]* aria-invalid="true"/', $page );
		$this->assertSame( 1, substr_count( $page, 'aria-invalid' ) );
	}

	/**
	 * Every control has a label.
	 */
	public function test_labels_every_control(): void {
		$page = self::page();
		foreach ( array( 'openai_base_url', 'openai_model', 'openai_image_model', 'openai_key' ) as $field ) {
			$this->assertStringContainsString( "<label for=\"$field\">", $page );
			$this->assertStringContainsString( "id=\"$field\"", $page );
			$this->assertStringContainsString( "id=\"$field-description\"", $page );
		}
	}

	/**
	 * What ran, what failed and why; not what was asked or answered.
	 */
	public function test_lists_recent_jobs_without_their_content(): void {
		$manager = new JobManager();
		$failed  = self::pending(
			array(
				'owner_id' => self::user( 'editor' ),
				'input'    => array( 'prompt' => 'A secret prompt' ),
			),
			$manager
		);
		$claimed = $manager->claim( $failed->id(), 'runner', 1000 );
		$manager->fail(
			$claimed,
			array(
				'code'          => 'provider_timeout',
				'message'       => '',
				'retryable'     => true,
				'may_be_billed' => true,
			)
		);
		$done = self::pending( array( 'owner_id' => 999999 ), $manager );
		$manager->complete( $manager->claim( $done->id(), 'runner', 1000 ), array( 'content' => 'A secret text' ) );
		$page = self::page();

		$this->assertStringContainsString( 'The AI provider did not answer in time. The provider may charge for it.', $page );
		$this->assertStringContainsString( '<td>Failed</td>', $page );
		$this->assertStringContainsString( '<td>Completed</td>', $page );
		$this->assertStringContainsString( '<td>a deleted user</td>', $page );
		$this->assertStringContainsString( '<td>0.0 s</td>', $page );
		$this->assertStringNotContainsString( 'secret', $page );
		$this->assertStringNotContainsString( $done->id(), $page );
	}

	/**
	 * Names and messages are text, whatever they hold.
	 */
	public function test_escapes_what_it_shows(): void {
		$manager = new JobManager();
		$job     = self::pending( array(), $manager );
		$manager->fail(
			$manager->claim( $job->id(), 'runner', 1000 ),
			array(
				'code'          => 'internal',
				'message'       => '<script>alert(1)</script>',
				'retryable'     => true,
				'may_be_billed' => false,
			)
		);
		$this->settings( array( 'openai_model' => '"><script>alert(2)</script>' ) );
		$this->assertStringNotContainsString( '<script>alert', self::page() );
	}

	/**
	 * No REST route has the option, and capabilities know no key.
	 */
	public function test_keeps_the_key_out_of_rest(): void {
		$this->settings( array( 'openai_key' => self::KEY ) );
		$capabilities = ( new ContentHandler() )->capabilities();
		$settings     = rest_do_request( new WP_REST_Request( 'GET', '/wp/v2/settings' ) );
		$index        = rest_do_request( new WP_REST_Request( 'GET', '/' ) );
		$ours         = rest_do_request( new WP_REST_Request( 'GET', '/wp-ai-jobs/v1/capabilities' ) );

		$this->assertSame( array( 200, 200 ), array( $settings->get_status(), $ours->get_status() ) );
		foreach ( array( $capabilities, $settings->get_data(), $index->get_data(), $ours->get_data() ) as $data ) {
			$json = (string) wp_json_encode( $data );
			$this->assertStringNotContainsString( self::KEY, $json );
			$this->assertStringNotContainsString( 'sealed', $json );
			$this->assertStringNotContainsString( Settings::OPTION, $json );
		}
	}
}
