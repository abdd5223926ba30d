<?php
/**
 * Who answers, and why.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Admin;

use WpAiJobs\Core\Health\Outcomes;
use WpAiJobs\Core\Setting;
use WpAiJobs\Core\Settings;
use WpAiJobs\Integrations\AI\Provider\CoreConnection;
use WpAiJobs\Integrations\AI\Provider\ImageProviders;
use WpAiJobs\Integrations\AI\Provider\TextProvider;
use WpAiJobs\Integrations\AI\Provider\TextProviders;

defined( 'ABSPATH' ) || exit;

/**
 * Shows the providers in their order, what each of them lacks, and which one answers now.
 */
final class ProviderList {

	/**
	 * Prints it.
	 */
	public static function render(): void {
		$current = TextProviders::current();

		printf( '<h2 id="wp-ai-jobs-providers">%s</h2>', esc_html__( 'Who answers', 'wp-ai-jobs' ) );
		if ( null === $current ) {
			self::notice( 'warning', __( 'Nobody answers now: no AI provider is configured, so authors cannot generate texts. Connect one, enter a key below, or switch the demo on.', 'wp-ai-jobs' ) );
		} elseif ( $current->is_demo() ) {
			self::notice( 'info', __( 'The demo answers now: its texts are examples and not written by an AI. Connect an AI provider or enter a key below.', 'wp-ai-jobs' ) );
		} else {
			self::tell_how_it_goes( $current );
		}
		?>
		<table class="widefat striped" aria-labelledby="wp-ai-jobs-providers">
			<thead>
				<tr>
					<th scope="col"><?php esc_html_e( 'Provider, in order', 'wp-ai-jobs' ); ?></th>
					<th scope="col"><?php esc_html_e( 'Set up', 'wp-ai-jobs' ); ?></th>
					<th scope="col"><?php esc_html_e( 'Why', 'wp-ai-jobs' ); ?></th>
				</tr>
			</thead>
			<tbody>
				<?php foreach ( TextProviders::all() as $provider ) : ?>
					<tr>
						<td role="rowheader"><strong><?php echo esc_html( self::name( $provider ) ); ?></strong></td>
						<td><?php $provider->is_configured() ? esc_html_e( 'Yes', 'wp-ai-jobs' ) : esc_html_e( 'No', 'wp-ai-jobs' ); ?></td>
						<td><?php echo esc_html( self::reason( $provider ) ); ?></td>
					</tr>
				<?php endforeach; ?>
			</tbody>
		</table>
		<?php
		printf( '<p>%s</p>', esc_html( self::images() ) );
		if ( function_exists( 'wp_get_connectors' ) ) {
			printf(
				'<p><a href="%s">%s</a></p>',
				esc_url( admin_url( 'options-connectors.php' ) ),
				esc_html__( 'Connect an AI provider to WordPress (Settings → Connectors)', 'wp-ai-jobs' )
			);
		}
	}

	/**
	 * Prints who is asked for texts, and how the jobs of the last hour ended: that a provider is set
	 * up does not mean that it answers.
	 *
	 * @param TextProvider $provider The one that is asked.
	 */
	private static function tell_how_it_goes( TextProvider $provider ): void {
		/* translators: %s: name of an AI provider */
		$text      = sprintf( __( 'Provider for texts: %s. It is the first of these that is set up.', 'wp-ai-jobs' ), $provider->label() );
		$counts    = Outcomes::last_hour();
		$completed = $counts[ Outcomes::COMPLETED ] ?? 0;
		$failed    = array_sum( $counts ) - $completed;
		if ( 0 < $failed ) {
			self::notice(
				'warning',
				$text . ' ' . sprintf(
					/* translators: 1: number of jobs, 2: number of jobs */
					__( '%1$s of the %2$s jobs that ended within the last hour failed. The list of recent jobs below and Tools → Site Health say why.', 'wp-ai-jobs' ),
					number_format_i18n( $failed ),
					number_format_i18n( $failed + $completed )
				)
			);
		} elseif ( 0 < $completed ) {
			self::notice( 'success', $text . ' ' . __( 'No job has failed within the last hour.', 'wp-ai-jobs' ) );
		} else {
			self::notice( 'info', $text . ' ' . __( 'No job has ended within the last hour. Generate a text to see whether it works.', 'wp-ai-jobs' ) );
		}
	}

	/**
	 * Who makes images: not always who writes texts, because each needs a model of its own.
	 *
	 * @return string
	 */
	private static function images(): string {
		$current = ImageProviders::current();
		if ( null === $current ) {
			return __( 'Nobody makes images now: no provider that is configured has a model for images.', 'wp-ai-jobs' );
		}
		return $current->is_demo()
			? __( 'The demo makes images now: they are examples and not made by an AI.', 'wp-ai-jobs' )
			/* translators: %s: name of an AI provider */
			: sprintf( __( 'Images are made by %s.', 'wp-ai-jobs' ), $current->label() );
	}

	/**
	 * What a provider is called here, where the two ways to OpenAI have to be told apart.
	 *
	 * @param TextProvider $provider Provider.
	 * @return string
	 */
	private static function name( TextProvider $provider ): string {
		switch ( $provider->id() ) {
			case 'core':
				return __( 'WordPress AI Client', 'wp-ai-jobs' );
			case 'openai':
				return __( 'OpenAI-compatible server', 'wp-ai-jobs' );
			default:
				return $provider->label();
		}
	}

	/**
	 * Why a provider can answer, or cannot.
	 *
	 * @param TextProvider $provider Provider.
	 * @return string
	 */
	private static function reason( TextProvider $provider ): string {
		switch ( $provider->id() ) {
			case 'core':
				return self::core_reason( $provider->is_configured() );
			case 'openai':
				return self::openai_reason( $provider->is_configured() );
			case 'demo':
				return $provider->is_configured()
					? __( 'It is switched on below.', 'wp-ai-jobs' )
					: ( Settings::is_demo_on()
						? __( 'It answers only while no AI provider is set up.', 'wp-ai-jobs' )
						: __( 'It is switched off below.', 'wp-ai-jobs' ) );
			default:
				return $provider->is_configured()
					? __( 'It is configured.', 'wp-ai-jobs' )
					: __( 'It is not configured.', 'wp-ai-jobs' );
		}
	}

	/**
	 * Why core's AI Client can answer, or cannot.
	 *
	 * @param bool $is_configured Whether it can.
	 * @return string
	 */
	private static function core_reason( bool $is_configured ): string {
		if ( ! function_exists( 'wp_supports_ai' ) ) {
			return __( 'It comes with WordPress 7.0 and later.', 'wp-ai-jobs' );
		}
		if ( ! wp_supports_ai() ) {
			return __( 'AI is switched off on this site, by the constant WP_AI_SUPPORT or a plugin.', 'wp-ai-jobs' );
		}
		$connected = CoreConnection::connected();
		if ( array() === $connected ) {
			return __( 'Nothing is connected under Settings → Connectors.', 'wp-ai-jobs' );
		}
		$names = wp_sprintf( '%l', array_values( $connected ) );
		return $is_configured
			/* translators: %s: names of AI providers */
			? sprintf( __( 'Connected: %s.', 'wp-ai-jobs' ), $names )
			/* translators: %s: names of AI providers */
			: sprintf( __( 'Connected: %s. But no model for texts was found there.', 'wp-ai-jobs' ), $names );
	}

	/**
	 * Why the OpenAI-compatible server can answer, or cannot.
	 *
	 * @param bool $is_configured Whether it can.
	 * @return string
	 */
	private static function openai_reason( bool $is_configured ): string {
		if ( Settings::is_key_unreadable() ) {
			return __( 'The stored key cannot be read any more. Please enter it again below.', 'wp-ai-jobs' );
		}
		if ( ! $is_configured ) {
			return __( 'Neither a key nor an address is set below.', 'wp-ai-jobs' );
		}
		$key  = Settings::openai_key();
		$url  = Settings::openai_base_url()->value();
		$port = wp_parse_url( $url, PHP_URL_PORT );
		$host = wp_parse_url( $url, PHP_URL_HOST ) . ( null === $port ? '' : ':' . $port );
		switch ( $key->source() ) {
			case Setting::CONSTANT:
				/* translators: 1: host name, 2: name of a PHP constant */
				return sprintf( __( 'Asks %1$s with the key of the constant %2$s.', 'wp-ai-jobs' ), $host, $key->name() );
			case Setting::ENVIRONMENT:
				/* translators: 1: host name, 2: name of an environment variable */
				return sprintf( __( 'Asks %1$s with the key of the environment variable %2$s.', 'wp-ai-jobs' ), $host, $key->name() );
			case Setting::OPTION:
				/* translators: %s: host name */
				return sprintf( __( 'Asks %s with the key that is stored below.', 'wp-ai-jobs' ), $host );
			default:
				/* translators: %s: host name */
				return sprintf( __( 'Asks %s without a key.', 'wp-ai-jobs' ), $host );
		}
	}

	/**
	 * A notice in its place: without `inline`, WordPress moves it to the top.
	 *
	 * @param string $type    `success`, `info` or `warning`.
	 * @param string $message Translated.
	 */
	private static function notice( string $type, string $message ): void {
		wp_admin_notice(
			esc_html( $message ),
			array(
				'type'               => $type,
				'additional_classes' => array( 'inline' ),
			)
		);
	}
}
