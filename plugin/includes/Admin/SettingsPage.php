<?php
/**
 * The settings page.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Admin;

use WpAiJobs\Core\Setting;
use WpAiJobs\Core\Settings;
use WpAiJobs\Integrations\AI\Provider\OpenAIServer;
use const WpAiJobs\PLUGIN_FILE;

defined( 'ABSPATH' ) || exit;

/**
 * Settings → AI Jobs: who answers, what can be set, what ran last.
 */
final class SettingsPage {

	/** `options-general.php?page=…`, and the settings' group. */
	public const SLUG = 'wp-ai-jobs';

	/**
	 * Adds the page.
	 */
	public static function register(): void {
		add_action( 'admin_menu', array( self::class, 'add_page' ) );
		add_action( 'admin_init', array( self::class, 'add_settings' ) );
		add_filter( 'plugin_action_links_' . plugin_basename( PLUGIN_FILE ), array( self::class, 'add_link' ) );
	}

	/**
	 * Where the page is.
	 *
	 * @return string
	 */
	public static function url(): string {
		return admin_url( 'options-general.php?page=' . self::SLUG );
	}

	/**
	 * Adds the page to the menu.
	 */
	public static function add_page(): void {
		add_options_page( __( 'AI Jobs', 'wp-ai-jobs' ), __( 'AI Jobs', 'wp-ai-jobs' ), 'manage_options', self::SLUG, array( self::class, 'render' ) );
	}

	/**
	 * Adds the page to the plugin's row in the list of plugins.
	 *
	 * @param string[] $links Links.
	 * @return string[]
	 */
	public static function add_link( array $links ): array {
		if ( current_user_can( 'manage_options' ) ) {
			array_unshift( $links, sprintf( '<a href="%s">%s</a>', esc_url( self::url() ), esc_html__( 'Settings', 'wp-ai-jobs' ) ) );
		}
		return $links;
	}

	/**
	 * Tells WordPress what can be set.
	 */
	public static function add_settings(): void {
		register_setting(
			self::SLUG,
			Settings::OPTION,
			array(
				'type'              => 'object',
				'sanitize_callback' => array( SettingsInput::class, 'sanitize' ),
				'show_in_rest'      => false,
			)
		);

		add_settings_section( 'openai', __( 'OpenAI-compatible server', 'wp-ai-jobs' ), array( self::class, 'render_openai_section' ), self::SLUG );
		self::add_field( 'openai', 'openai_base_url', __( 'Address', 'wp-ai-jobs' ) );
		self::add_field( 'openai', 'openai_model', __( 'Model for texts', 'wp-ai-jobs' ) );
		self::add_field( 'openai', 'openai_image_model', __( 'Model for images', 'wp-ai-jobs' ) );
		self::add_field( 'openai', 'openai_key', __( 'Key', 'wp-ai-jobs' ) );

		add_settings_section( 'demo', __( 'Demo', 'wp-ai-jobs' ), '__return_null', self::SLUG );
		self::add_field( 'demo', 'demo', __( 'Demo texts and images', 'wp-ai-jobs' ) );
	}

	/**
	 * Prints the page.
	 */
	public static function render(): void {
		?>
		<div class="wrap">
			<h1><?php echo esc_html( get_admin_page_title() ); ?></h1>
			<?php ProviderList::render(); ?>
			<form method="post" action="options.php">
				<?php
				settings_fields( self::SLUG );
				do_settings_sections( self::SLUG );
				submit_button();
				?>
			</form>
			<?php RecentJobs::render(); ?>
		</div>
		<?php
	}

	/**
	 * Prints what the section is about.
	 */
	public static function render_openai_section(): void {
		printf( '<p>%s</p>', esc_html__( 'Answers when nothing is connected to WordPress itself: OpenAI, another service that speaks its language, or a server of your own.', 'wp-ai-jobs' ) );
	}

	/**
	 * Prints the address.
	 */
	public static function render_openai_base_url(): void {
		$setting = Settings::openai_base_url();
		if ( ! $setting->is_fixed() && Settings::openai_key()->is_fixed() ) {
			self::render_text( 'openai_base_url', $setting, __( 'The key is set on the server, so the address has to be set there too: by a constant or an environment variable called WPAIJOBS_OPENAI_BASE_URL.', 'wp-ai-jobs' ), true );
			return;
		}
		/* translators: %s: web address */
		self::render_text( 'openai_base_url', $setting, sprintf( __( 'What comes before /chat/completions and /images/generations. Empty: %s. Use http:// only for a server on your own network.', 'wp-ai-jobs' ), Settings::DEFAULT_BASE_URL ) );
		if ( $setting->is_set() && '' === trim( (string) wp_parse_url( $setting->value(), PHP_URL_PATH ), '/' ) ) {
			/* translators: %s: an address, as in http://localhost:1234/v1 */
			self::warn( sprintf( __( 'Most servers need /v1 at the end of their address, as in %s.', 'wp-ai-jobs' ), untrailingslashit( $setting->value() ) . '/v1' ) );
		}
	}

	/**
	 * Prints the model for texts.
	 */
	public static function render_openai_model(): void {
		$setting = Settings::openai_model();
		/* translators: %s: id of a model */
		self::render_text( 'openai_model', $setting, sprintf( __( 'The id of a model that the server has. Empty: %s, a model of OpenAI. Another server needs one of its own.', 'wp-ai-jobs' ), Settings::DEFAULT_MODEL ) );
		if ( ! $setting->is_set() && ! OpenAIServer::is_openai() ) {
			/* translators: %s: id of a model */
			self::warn( sprintf( __( 'No model is set, so the server is asked for %s, which it most likely does not have. Enter the id of one of its own models.', 'wp-ai-jobs' ), $setting->value() ) );
		}
	}

	/**
	 * Prints the model for images.
	 */
	public static function render_openai_image_model(): void {
		/* translators: %s: id of a model */
		self::render_text( 'openai_image_model', Settings::openai_image_model(), sprintf( __( 'The id of a model that the server has. Empty: %s at OpenAI, and no images at another server.', 'wp-ai-jobs' ), Settings::DEFAULT_IMAGE_MODEL ) );
	}

	/**
	 * Prints the key: whether there is one, never the key itself.
	 */
	public static function render_openai_key(): void {
		$key = Settings::openai_key();
		if ( $key->is_fixed() ) {
			printf(
				'<input type="text" class="regular-text" id="openai_key" value="%s" readonly aria-describedby="openai_key-description"><p class="description" id="openai_key-description">%s</p>',
				esc_attr__( 'A key is set', 'wp-ai-jobs' ),
				esc_html( self::origin( $key ) )
			);
			return;
		}
		if ( Settings::is_key_unreadable() ) {
			wp_admin_notice(
				esc_html__( 'A key is stored but cannot be read any more, because the security keys and salts of this site have changed. Please enter it again.', 'wp-ai-jobs' ),
				array(
					'type'               => 'error',
					'additional_classes' => array( 'inline' ),
				)
			);
		}
		printf(
			'<input type="password" class="regular-text code" id="openai_key" name="%s" value="" autocomplete="new-password" spellcheck="false" aria-describedby="openai_key-description"%s>',
			esc_attr( self::name( 'openai_key' ) ),
			self::has_error( 'openai_key' ) ? ' aria-invalid="true"' : ''
		);
		printf( '<p class="description" id="openai_key-description">%s</p>', esc_html( self::key_description( $key->is_set() ) ) );
		if ( $key->is_set() || Settings::is_key_unreadable() ) {
			printf(
				'<p><label><input type="checkbox" name="%s" value="1"> %s</label></p>',
				esc_attr( self::name( 'remove_openai_key' ) ),
				esc_html__( 'Remove the stored key', 'wp-ai-jobs' )
			);
		}
	}

	/**
	 * What can be done with the key.
	 *
	 * @param bool $is_set Whether there is one that can be read.
	 * @return string
	 */
	private static function key_description( bool $is_set ): string {
		if ( $is_set ) {
			return __( 'A key is set. It is not shown again; what you enter here replaces it.', 'wp-ai-jobs' );
		}
		return Settings::is_key_unreadable()
			? __( 'What you enter here replaces the stored key. It is stored encrypted and never shown again.', 'wp-ai-jobs' )
			: __( 'No key is set. A server of your own may need none. A key is stored encrypted and never shown again.', 'wp-ai-jobs' );
	}

	/**
	 * Prints the demo's switch.
	 */
	public static function render_demo(): void {
		printf(
			'<input type="hidden" name="%1$s" value="0"><label><input type="checkbox" id="demo" name="%1$s" value="1" aria-describedby="demo-description"%2$s> %3$s</label><p class="description" id="demo-description">%4$s</p>',
			esc_attr( self::name( 'demo' ) ),
			checked( Settings::is_demo_on(), true, false ),
			esc_html__( 'Answer with examples as long as no AI provider is set up', 'wp-ai-jobs' ),
			esc_html__( 'The examples say that they are examples. Without the demo, authors are told that no provider is set up.', 'wp-ai-jobs' )
		);
	}

	/**
	 * Prints what is probably wrong with the field above it.
	 *
	 * @param string $message Translated.
	 */
	private static function warn( string $message ): void {
		wp_admin_notice(
			esc_html( $message ),
			array(
				'type'               => 'warning',
				'additional_classes' => array( 'inline' ),
			)
		);
	}

	/**
	 * Prints a text field.
	 *
	 * @param string  $field       Field.
	 * @param Setting $setting     Its setting.
	 * @param string  $description Translated.
	 * @param bool    $is_locked   Whether it is read-only for another reason than where it is set.
	 */
	private static function render_text( string $field, Setting $setting, string $description, bool $is_locked = false ): void {
		$is_locked = $is_locked || $setting->is_fixed();
		printf(
			'<input type="text" class="regular-text code" dir="ltr" id="%1$s" value="%2$s" placeholder="%3$s" spellcheck="false" autocomplete="off" aria-describedby="%1$s-description"%4$s%5$s>',
			esc_attr( $field ),
			esc_attr( $setting->is_set() ? $setting->value() : '' ),
			esc_attr( $setting->is_set() ? '' : $setting->value() ),
			// Without a name a field is not sent.
			$is_locked ? ' readonly' : sprintf( ' name="%s"', esc_attr( self::name( $field ) ) ),
			self::has_error( $field ) ? ' aria-invalid="true"' : ''
		);
		printf( '<p class="description" id="%s-description">%s</p>', esc_attr( $field ), esc_html( $setting->is_fixed() ? self::origin( $setting ) : $description ) );
	}

	/**
	 * Where a setting is made that cannot be changed here.
	 *
	 * @param Setting $setting A fixed one.
	 * @return string
	 */
	private static function origin( Setting $setting ): string {
		return Setting::CONSTANT === $setting->source()
			/* translators: %s: name of a PHP constant */
			? sprintf( __( 'Set by the constant %s; it can be changed only there.', 'wp-ai-jobs' ), $setting->name() )
			/* translators: %s: name of an environment variable */
			: sprintf( __( 'Set by the environment variable %s; it can be changed only there.', 'wp-ai-jobs' ), $setting->name() );
	}

	/**
	 * Adds a field.
	 *
	 * @param string $section Section.
	 * @param string $field   Field; its control has this id.
	 * @param string $title   Translated.
	 */
	private static function add_field( string $section, string $field, string $title ): void {
		add_settings_field( $field, $title, array( self::class, 'render_' . $field ), self::SLUG, $section, array( 'label_for' => $field ) );
	}

	/**
	 * What a field is called in the form.
	 *
	 * @param string $field Field.
	 * @return string
	 */
	private static function name( string $field ): string {
		return Settings::OPTION . '[' . $field . ']';
	}

	/**
	 * Whether a field was refused when the form was sent.
	 *
	 * @param string $field Field.
	 * @return bool
	 */
	private static function has_error( string $field ): bool {
		return in_array( $field, array_column( get_settings_errors( Settings::OPTION ), 'code' ), true );
	}
}
