<?php
/**
 * WordPress's privacy tools.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Core;

use WP_User;
use WpAiJobs\Clock;
use WpAiJobs\Integrations\AI\Job;
use WpAiJobs\Integrations\AI\JobManager;
use WpAiJobs\Integrations\AI\OwnerJobs;
use WpAiJobs\Integrations\AI\Store\Starts;
use WpAiJobs\Integrations\AI\Store\StoreException;
use WpAiJobs\Integrations\AI\Store\UsedKeys;

defined( 'ABSPATH' ) || exit;

/**
 * Suggests a text for the site's privacy policy, exports what is stored of a user, and erases it:
 * their jobs with prompts, results and images, the times of their starts, the keys of their
 * requests. Images that were put into the media library are WordPress's to export and erase: what
 * we note of them (model, date, job) names nobody.
 */
final class Privacy {

	/** The name of our exporter and of our eraser. */
	private const ID = 'wp-ai-jobs';

	/** How many jobs are exported or erased in one request. */
	private const PER_PAGE = 50;

	/**
	 * Adds the hooks.
	 */
	public static function register(): void {
		add_action( 'admin_init', array( self::class, 'suggest_policy' ) );
		add_filter(
			'wp_privacy_personal_data_exporters',
			static function ( array $exporters ): array {
				$exporters[ self::ID ] = array(
					'exporter_friendly_name' => __( 'AI jobs', 'wp-ai-jobs' ),
					'callback'               => array( self::class, 'export' ),
				);
				return $exporters;
			}
		);
		add_filter(
			'wp_privacy_personal_data_erasers',
			static function ( array $erasers ): array {
				$erasers[ self::ID ] = array(
					'eraser_friendly_name' => __( 'AI jobs', 'wp-ai-jobs' ),
					'callback'             => array( self::class, 'erase' ),
				);
				return $erasers;
			}
		);
	}

	/**
	 * Suggests a text for the privacy policy.
	 */
	public static function suggest_policy(): void {
		wp_add_privacy_policy_content(
			'WP AI Jobs',
			'<p class="privacy-policy-tutorial">' . esc_html__( 'Only users who may edit content on this site can use AI jobs. Name the AI provider that you have set up, where it processes data, and how long it keeps it.', 'wp-ai-jobs' ) . '</p>'
			. '<p><strong class="privacy-policy-tutorial">' . esc_html__( 'Suggested text:', 'wp-ai-jobs' ) . ' </strong>'
			. esc_html__( 'When you generate text or images with AI in the editor, this site sends your prompt to an AI provider, together with the title of the post and, for a text, the text of the block that you are in or the part of it that you selected, or, for an image, the image that you are changing. Your name and e-mail address are not sent.', 'wp-ai-jobs' ) . '</p><p>'
			. esc_html__( 'This site stores your prompt and the result until you have received the result, for at most 24 hours after it was finished. To limit how much one user can generate, it also stores the times at which you started a job within the last hour. If your account is deleted or loses the right to generate content, all of this is deleted with it.', 'wp-ai-jobs' ) . '</p>'
		);
	}

	/**
	 * Exports what is stored of a user.
	 *
	 * @param string $email Their e-mail address.
	 * @param int    $page  From 1.
	 * @return array{data:array<int,array<string,mixed>>,done:bool}
	 */
	public static function export( $email, $page = 1 ): array {
		$user = get_user_by( 'email', (string) $email );
		if ( ! $user instanceof WP_User ) {
			return array(
				'data' => array(),
				'done' => true,
			);
		}
		$page = max( 1, (int) $page );
		try {
			$manager = new JobManager();
			$jobs    = $manager->of_owner( $user->ID, self::PER_PAGE, ( $page - 1 ) * self::PER_PAGE );
			$whole   = $manager->get_many( array_map( array( self::class, 'id' ), $jobs ) );
			$data    = array();
			foreach ( $jobs as $job ) {
				$data[] = self::item( 'wp-ai-jobs', __( 'AI jobs', 'wp-ai-jobs' ), $job->id(), self::describe( $whole[ $job->id() ] ?? $job ) );
			}
			if ( 1 === $page ) {
				$data = array_merge( $data, self::describe_limits( $user->ID ) );
			}
			return array(
				'data' => $data,
				'done' => count( $jobs ) < self::PER_PAGE,
			);
		} catch ( StoreException $e ) {
			return self::failed_export();
		}
	}

	/**
	 * Erases what is stored of a user.
	 *
	 * @param string $email Their e-mail address.
	 * @return array{items_removed:bool,items_retained:bool,messages:string[],done:bool}
	 */
	public static function erase( $email ): array {
		$user   = get_user_by( 'email', (string) $email );
		$answer = array(
			'items_removed'  => false,
			'items_retained' => false,
			'messages'       => array(),
			'done'           => true,
		);
		if ( ! $user instanceof WP_User ) {
			return $answer;
		}
		try {
			$has_starts = array() !== Starts::read( $user->ID );
			$forgotten  = OwnerJobs::forget( $user->ID, self::PER_PAGE );
		} catch ( StoreException $e ) {
			$answer['items_retained'] = true;
			$answer['messages'][]     = __( 'The AI jobs could not be deleted, because the database did not answer. Please try again.', 'wp-ai-jobs' );
			return $answer;
		}
		$answer['items_removed'] = $has_starts || 0 < $forgotten['jobs'] + $forgotten['keys'];
		$answer['done']          = $forgotten['is_done'];
		if ( ! $forgotten['is_done'] && 0 === $forgotten['jobs'] ) {
			// Not asked for again and again.
			$answer['done']           = true;
			$answer['items_retained'] = true;
			$answer['messages'][]     = __( 'Some AI jobs could not be deleted, because they were changed at the same moment. Please try again.', 'wp-ai-jobs' );
		}
		return $answer;
	}

	/**
	 * A job's fields for people.
	 *
	 * @param Job $job The job, with its parts.
	 * @return array<string,string> Values by translated name.
	 */
	private static function describe( Job $job ): array {
		$fields  = array(
			__( 'Type', 'wp-ai-jobs' )     => $job->type(),
			__( 'Status', 'wp-ai-jobs' )   => $job->status(),
			__( 'Started', 'wp-ai-jobs' )  => (string) Clock::iso( $job->created_at() ),
			__( 'Finished', 'wp-ai-jobs' ) => (string) Clock::iso( $job->finished_at() ),
		);
		$fields += self::flatten( __( 'Request', 'wp-ai-jobs' ), $job->input() );
		$fields += self::flatten( __( 'Context', 'wp-ai-jobs' ), $job->context() );
		$fields += self::flatten( __( 'Result', 'wp-ai-jobs' ), (array) $job->result() );
		return array_filter( $fields, 'strlen' );
	}

	/**
	 * A structure as single values.
	 *
	 * @param string       $name   Its translated name.
	 * @param array<mixed> $values The structure.
	 * @return array<string,string> Values by path.
	 */
	private static function flatten( string $name, array $values ): array {
		$flat = array();
		foreach ( $values as $key => $value ) {
			$path = $name . ': ' . $key;
			if ( 'preview_url' === $key ) {
				// It is signed for whoever exports, and opens for the owner alone.
				continue;
			}
			if ( is_array( $value ) ) {
				$flat += self::flatten( $path, $value );
			} elseif ( is_scalar( $value ) ) {
				$flat[ $path ] = is_bool( $value ) ? (string) wp_json_encode( $value ) : (string) $value;
			}
		}
		return $flat;
	}

	/**
	 * What is stored besides jobs.
	 *
	 * @param int $user_id User id.
	 * @return array<int,array<string,mixed>> Items of an export.
	 * @throws StoreException When the database refuses.
	 */
	private static function describe_limits( int $user_id ): array {
		$starts = array_map( array( Clock::class, 'iso' ), Starts::read( $user_id ) );
		$keys   = UsedKeys::count( $user_id );
		$fields = array_filter(
			array(
				__( 'Jobs started within the last hour', 'wp-ai-jobs' ) => implode( ', ', $starts ),
				__( 'Noted requests (random keys, kept for an hour)', 'wp-ai-jobs' ) => 0 === $keys ? '' : (string) $keys,
			),
			'strlen'
		);
		return array() === $fields ? array() : array( self::item( 'wp-ai-jobs-limits', __( 'Limits of AI jobs', 'wp-ai-jobs' ), 'user-' . $user_id, $fields ) );
	}

	/**
	 * An item of an export.
	 *
	 * @param string               $group  Group id.
	 * @param string               $label  Its translated name.
	 * @param string               $id     The item's id in it.
	 * @param array<string,string> $fields Values by translated name.
	 * @return array<string,mixed>
	 */
	private static function item( string $group, string $label, string $id, array $fields ): array {
		$data = array();
		foreach ( $fields as $name => $value ) {
			$data[] = array(
				'name'  => esc_html( $name ),
				// Prompts and results are texts, and the export is a page: nothing in them is markup.
				'value' => esc_html( $value ),
			);
		}
		return array(
			'group_id'    => $group,
			'group_label' => $label,
			'item_id'     => $id,
			'data'        => $data,
		);
	}

	/**
	 * An export whose database did not answer. There is no error in WordPress's contract, and an
	 * export without a word would say that there is nothing.
	 *
	 * @return array{data:array<int,array<string,mixed>>,done:bool}
	 */
	private static function failed_export(): array {
		return array(
			'data' => array( self::item( 'wp-ai-jobs', __( 'AI jobs', 'wp-ai-jobs' ), 'failed', array( __( 'Error', 'wp-ai-jobs' ) => __( 'The AI jobs could not be read, because the database did not answer. Please export again.', 'wp-ai-jobs' ) ) ) ),
			'done' => true,
		);
	}

	/**
	 * A job's id.
	 *
	 * @param Job $job The job.
	 * @return string
	 */
	private static function id( Job $job ): string {
		return $job->id();
	}
}
