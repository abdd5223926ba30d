<?php
/**
 * What Site Health's Info screen says.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Core\Health;

use WpAiJobs\Core\Maintenance;
use WpAiJobs\Core\Setting;
use WpAiJobs\Core\Settings;
use WpAiJobs\Integrations\AI\ImageFiles;
use WpAiJobs\Integrations\AI\JobManager;
use WpAiJobs\Integrations\AI\Provider\ImageProviders;
use WpAiJobs\Integrations\AI\Provider\OpenAIServer;
use WpAiJobs\Integrations\AI\Provider\TextProviders;
use WpAiJobs\Integrations\AI\RunnerLadder;
use WpAiJobs\Integrations\AI\Scheduler;
use WpAiJobs\Integrations\AI\Store\StoreException;
use WpAiJobs\Integrations\AI\Store\Stores;
use const WpAiJobs\VERSION;

defined( 'ABSPATH' ) || exit;

/**
 * Facts for a request for help. No key, no prompt, no name; what tells where the server or its
 * provider is, is private, and is left out of what is copied.
 */
final class Info {

	/** How many waiting jobs are counted. */
	private const LIMIT = 100;

	/**
	 * The section.
	 *
	 * @return array<string,mixed> As the filter `debug_information` takes it.
	 */
	public static function section(): array {
		return array(
			'label'  => __( 'AI Jobs', 'wp-ai-jobs' ),
			'fields' => array_merge( self::plugin(), self::runners(), self::providers(), self::jobs() ),
		);
	}

	/**
	 * What is installed, and where things are kept.
	 *
	 * @return array<string,array<string,mixed>>
	 */
	private static function plugin(): array {
		$missing = ( new Server() )->missing();
		return array(
			'version' => self::field( __( 'Version', 'wp-ai-jobs' ), VERSION ),
			'store'   => self::field( __( 'Jobs are stored in', 'wp-ai-jobs' ), self::store() ),
			'folder'  => self::field( __( 'Folder of images', 'wp-ai-jobs' ), self::folder(), true ),
			'missing' => self::field( __( 'Missing in PHP', 'wp-ai-jobs' ), array() === $missing ? __( 'nothing', 'wp-ai-jobs' ) : implode( ', ', $missing ) ),
		);
	}

	/**
	 * Where images are kept.
	 */
	private static function folder(): string {
		try {
			return ImageFiles::folder();
		} catch ( StoreException $e ) {
			return __( 'not known: the database refuses', 'wp-ai-jobs' );
		}
	}

	/**
	 * Where jobs are kept, and why.
	 */
	private static function store(): string {
		$facts = Stores::facts();
		switch ( $facts['store'] ) {
			case 'table':
				return $facts['is_moving'] ? __( 'a table of their own; some are still in the options table', 'wp-ai-jobs' ) : __( 'a table of their own', 'wp-ai-jobs' );
			case 'options':
				/* translators: %s: technical error message */
				return sprintf( __( 'the options table, because the database refused a table: %s', 'wp-ai-jobs' ), $facts['why'] );
			default:
				return __( 'not decided yet', 'wp-ai-jobs' );
		}
	}

	/**
	 * What runs jobs.
	 *
	 * @return array<string,array<string,mixed>>
	 */
	private static function runners(): array {
		$cron = new CronEvents();
		$next = wp_next_scheduled( Maintenance::END_STUCK );
		return array(
			'loopback'          => self::field( __( 'Last request of the site to itself', 'wp-ai-jobs' ), self::loopback() ),
			'answers_first'     => self::field( __( 'Server can continue working after it has sent its answer', 'wp-ai-jobs' ), self::yes( RunnerLadder::can_answer_first() ) ),
			'action_scheduler'  => self::field( __( 'Action Scheduler', 'wp-ai-jobs' ), self::yes( Scheduler::has_action_scheduler() ) ),
			'disable_wp_cron'   => self::field( 'DISABLE_WP_CRON', self::yes( defined( 'DISABLE_WP_CRON' ) && DISABLE_WP_CRON ) ),
			'alternate_wp_cron' => self::field( 'ALTERNATE_WP_CRON', self::yes( defined( 'ALTERNATE_WP_CRON' ) && ALTERNATE_WP_CRON ) ),
			'next_event'        => self::field( __( 'Next hourly event of AI Jobs', 'wp-ai-jobs' ), false === $next ? __( 'none', 'wp-ai-jobs' ) : gmdate( 'c', $next ) ),
			'overdue_events'    => self::field( __( 'Overdue scheduled events of AI Jobs', 'wp-ai-jobs' ), (string) $cron->count_ours() ),
			'overdue_others'    => self::field( __( 'Overdue scheduled events of WordPress and other plugins', 'wp-ai-jobs' ), (string) $cron->count_others() ),
		);
	}

	/**
	 * What was last seen of requests of the site to itself.
	 */
	private static function loopback(): string {
		$observed = RunnerLadder::loopback_observed();
		if ( null === $observed ) {
			return __( 'none was seen yet', 'wp-ai-jobs' );
		}
		return $observed['works']
			/* translators: %s: date and time */
			? sprintf( __( 'arrived, %s', 'wp-ai-jobs' ), gmdate( 'c', $observed['at'] ) )
			/* translators: %s: date and time */
			: sprintf( __( 'failed, %s', 'wp-ai-jobs' ), gmdate( 'c', $observed['at'] ) );
	}

	/**
	 * Who answers.
	 *
	 * @return array<string,array<string,mixed>>
	 */
	private static function providers(): array {
		$text  = TextProviders::current();
		$image = ImageProviders::current();
		return array(
			'text_provider'  => self::field( __( 'Provider for texts', 'wp-ai-jobs' ), null === $text ? __( 'none is set up', 'wp-ai-jobs' ) : "{$text->label()} ({$text->id()})" ),
			'image_provider' => self::field( __( 'Provider for images', 'wp-ai-jobs' ), null === $image ? __( 'none is set up', 'wp-ai-jobs' ) : "{$image->label()} ({$image->id()})" ),
			'openai_key'     => self::field( __( 'Key of the OpenAI-compatible server', 'wp-ai-jobs' ), self::key() ),
			'openai_address' => self::field( __( 'Address of the OpenAI-compatible server', 'wp-ai-jobs' ), self::without_secrets( Settings::openai_base_url()->value() ), true ),
			'openai_model'   => self::field( __( 'Model for texts of the OpenAI-compatible server', 'wp-ai-jobs' ), self::model( Settings::openai_model(), true ) ),
			'openai_image'   => self::field( __( 'Model for images of the OpenAI-compatible server', 'wp-ai-jobs' ), self::model( Settings::openai_image_model(), OpenAIServer::is_openai() ) ),
		);
	}

	/**
	 * How many jobs there are.
	 *
	 * @return array<string,array<string,mixed>>
	 */
	private static function jobs(): array {
		$counts = Outcomes::last_hour();
		$errors = array_diff_key( $counts, array( Outcomes::COMPLETED => 0 ) );
		$failed = (string) array_sum( $errors );
		return array(
			'waiting'   => self::field( __( 'Waiting jobs', 'wp-ai-jobs' ), self::waiting() ),
			'completed' => self::field( __( 'Completed within the last hour', 'wp-ai-jobs' ), (string) ( $counts[ Outcomes::COMPLETED ] ?? 0 ) ),
			'failed'    => self::field( __( 'Failed within the last hour', 'wp-ai-jobs' ), array() === $errors ? $failed : $failed . ' ' . Provider::listing( $errors ) ),
		);
	}

	/**
	 * A model, and whether somebody chose it.
	 *
	 * @param Setting $setting     Its setting.
	 * @param bool    $has_default Whether the default is used where nothing is set.
	 */
	private static function model( Setting $setting, bool $has_default ): string {
		if ( $setting->is_set() ) {
			return $setting->value();
		}
		return $has_default
			/* translators: %s: id of a model */
			? sprintf( __( 'not set, so %s', 'wp-ai-jobs' ), $setting->value() )
			: __( 'not set, so no images', 'wp-ai-jobs' );
	}

	/**
	 * Where the key is, never the key.
	 */
	private static function key(): string {
		if ( Settings::is_key_unreadable() ) {
			return __( 'stored, but cannot be read', 'wp-ai-jobs' );
		}
		$key = Settings::openai_key();
		switch ( $key->source() ) {
			case Setting::CONSTANT:
			case Setting::ENVIRONMENT:
				return $key->name();
			case Setting::OPTION:
				return __( 'stored', 'wp-ai-jobs' );
			default:
				return __( 'none', 'wp-ai-jobs' );
		}
	}

	/**
	 * An address without what may be secret in it.
	 *
	 * @param string $url Address.
	 */
	private static function without_secrets( string $url ): string {
		$parts = wp_parse_url( $url );
		return ( $parts['scheme'] ?? '' ) . '://' . ( $parts['host'] ?? '' ) . ( isset( $parts['port'] ) ? ':' . $parts['port'] : '' ) . ( $parts['path'] ?? '' );
	}

	/**
	 * A field.
	 *
	 * @param string $label      Translated.
	 * @param string $value      Its value.
	 * @param bool   $is_private Whether it is left out of what is copied.
	 * @return array{label:string,value:string,private:bool}
	 */
	private static function field( string $label, string $value, bool $is_private = false ): array {
		return array(
			'label'   => $label,
			'value'   => $value,
			'private' => $is_private,
		);
	}

	/**
	 * Yes or no.
	 *
	 * @param bool $is_so What.
	 */
	private static function yes( bool $is_so ): string {
		return $is_so ? __( 'Yes', 'wp-ai-jobs' ) : __( 'No', 'wp-ai-jobs' );
	}

	/**
	 * How many jobs wait.
	 */
	private static function waiting(): string {
		try {
			$count = count( ( new JobManager() )->find_waiting( self::LIMIT ) );
			return self::LIMIT === $count ? $count . '+' : (string) $count;
		} catch ( StoreException $e ) {
			return __( 'the database refuses to read jobs', 'wp-ai-jobs' );
		}
	}
}
