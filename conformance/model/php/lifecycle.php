<?php
/**
 * Drives the plugin's rules by the commands of the lifecycle's model: one JSON object a line in,
 * one reply a line out. Argument: `table` or `option`, the store.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

use WpAiJobs\Integrations\AI\Job;
use WpAiJobs\Integrations\AI\JobManager;
use WpAiJobs\Integrations\AI\JobService;
use WpAiJobs\Integrations\AI\PartedJobHandler;
use WpAiJobs\Integrations\AI\Store\OptionStore;
use WpAiJobs\Integrations\AI\Store\Starts;
use WpAiJobs\Integrations\AI\Store\TableStore;

// phpcs:disable WordPress.WP.AlternativeFunctions -- Pipes are no files of WordPress's.

require getenv( 'WP_SITE' ) . '/wp-load.php';
require dirname( __DIR__, 3 ) . '/plugin/tests/ScriptedHandler.php';

/**
 * The plugin, as the model sees it.
 */
final class WpAiJobsLifecycle {

	/** As docs/wire.md has it. */
	private const LEASE_MS = 60000;

	/** An hour of a day in 2026, in milliseconds. */
	private const BEGIN_MS = 1795514400000;

	/**
	 * Now, in milliseconds since BEGIN_MS.
	 *
	 * @var int
	 */
	private $now_ms = 0;

	/**
	 * The rules.
	 *
	 * @var JobManager
	 */
	private $manager;

	/**
	 * The ids of the jobs in the order of their start.
	 *
	 * @var string[]
	 */
	private $ids = array();

	/**
	 * What each runner has claimed, as it has it.
	 *
	 * @var array<string,Job>
	 */
	private $claimed = array();

	/**
	 * The model's owners.
	 *
	 * @var array<string,int>
	 */
	private $owners;

	/**
	 * The plugin over a store.
	 *
	 * @param string $store `table` or `option`.
	 */
	public function __construct( string $store ) {
		$this->manager = new JobManager( 'table' === $store ? new TableStore() : new OptionStore() );
		$this->owners  = array(
			'ann' => get_user_by( 'login', 'editor' )->ID,
			'bob' => $this->second_author(),
		);
		add_filter(
			'wpaijobs_now_ms',
			function (): int {
				return self::BEGIN_MS + $this->now_ms;
			}
		);
		foreach ( array( 'live_jobs', 'starts_per_hour', 'running' ) as $limit ) {
			add_filter(
				'wpaijobs_max_' . $limit,
				static function (): int {
					return 1000000;
				}
			);
		}
		add_filter(
			'wpaijobs_types',
			static function (): array {
				return array(
					'whole'  => new WpAiJobs\Tests\ScriptedHandler(),
					'parted' => self::parted(),
				);
			}
		);
	}

	/**
	 * Does what the model did.
	 *
	 * @param array<string,mixed> $command The command.
	 * @return array<string,mixed> The reply.
	 */
	public function act( array $command ): array {
		switch ( $command['do'] ) {
			case 'reset':
				$this->reset();
				return self::done();
			case 'tick':
				$this->now_ms += $command['by'];
				return self::done();
			case 'clean up':
				$this->manager->end_overdue();
				$this->manager->delete_finished();
				$this->manager->delete_orphans();
				return self::done();
			case 'start':
				return $this->start( $command );
			case 'claim':
				$job = $this->manager->claim( $this->ids[ $command['job'] ] ?? '', $command['runner'], self::LEASE_MS );
				if ( null === $job ) {
					return self::in_vain();
				}
				$this->claimed[ $command['runner'] ] = $job;
				return array( 'kind' => 'claimed' );
			case 'die':
				unset( $this->claimed[ $command['runner'] ] );
				return self::done();
			case 'renew':
			case 'complete':
			case 'fail':
				return $this->work( $command );
			default:
				return $this->ask( $command );
		}
	}

	/**
	 * A start.
	 *
	 * @param array<string,mixed> $command The command.
	 * @return array<string,mixed>
	 */
	private function start( array $command ): array {
		wp_set_current_user( $this->owners[ $command['owner'] ] );
		$started = ( new JobService( $this->manager ) )->start(
			array(
				'type'            => 1 === $command['pieces'] ? 'whole' : 'parted',
				'input'           => array(
					'prompt' => $command['input'],
					'pieces' => $command['pieces'],
				),
				'context'         => null,
				'idempotency_key' => $command['key'],
			)
		);
		if ( is_wp_error( $started ) ) {
			return self::refused( $started );
		}
		if ( $started['is_new'] ) {
			$this->ids[] = $started['job']->id();
		}
		return $this->job( $started['job'] );
	}

	/**
	 * What a runner does with what it has claimed.
	 *
	 * @param array<string,mixed> $command The command.
	 * @return array<string,mixed>
	 */
	private function work( array $command ): array {
		$runner = $command['runner'];
		$job    = $this->claimed[ $runner ] ?? null;
		if ( null === $job ) {
			return self::in_vain();
		}
		if ( 'renew' === $command['do'] ) {
			$after = $this->manager->renew( $job, self::LEASE_MS );
		} elseif ( 'complete' === $command['do'] ) {
			$after = $this->manager->complete( $job, array( 'text' => 'Rain' ) );
		} else {
			$after = $this->manager->fail(
				$job,
				array(
					'code'          => $command['error']['code'],
					'message'       => '',
					'retryable'     => $command['error']['retryable'],
					'may_be_billed' => $command['error']['mayBeBilled'],
				)
			);
		}
		if ( null === $after || 'renew' !== $command['do'] ) {
			unset( $this->claimed[ $runner ] );
		} else {
			$this->claimed[ $runner ] = $after;
		}
		return null === $after ? self::in_vain() : self::done();
	}

	/**
	 * What an owner asks of a job.
	 *
	 * @param array<string,mixed> $command The command.
	 * @return array<string,mixed>
	 */
	private function ask( array $command ): array {
		wp_set_current_user( $this->owners[ $command['owner'] ] );
		$service = new JobService( $this->manager );
		$id      = $this->ids[ $command['job'] ] ?? '';
		$job     = $service->find( $id );
		switch ( $command['do'] ) {
			case 'acknowledge':
				$job = $service->acknowledge( $id );
				break;
			case 'cancel':
				$job = $service->cancel( $id );
				break;
			case 'retry':
				// Not the service's, which would send the job on its way.
				$job = $job instanceof Job ? $this->manager->retry( $job ) : $job;
				break;
		}
		return $job instanceof Job ? $this->job( $job ) : self::refused( $job );
	}

	/**
	 * A job as its owner sees it.
	 *
	 * @param Job $job The job.
	 * @return array<string,mixed>
	 */
	private function job( Job $job ): array {
		$snapshot = $job->snapshot();
		$error    = $snapshot['error'];
		$result   = $snapshot['result'] ?? $snapshot['partial_result'] ?? null;
		return array(
			'kind' => 'job',
			'job'  => array_search( $job->id(), $this->ids, true ),
			'view' => array(
				'status'      => $snapshot['status'],
				'attempt'     => $snapshot['attempt'],
				'error'       => null === $error ? null : array(
					'code'        => $error['code'],
					'retryable'   => $error['retryable'],
					'mayBeBilled' => $error['may_be_billed'],
				),
				'mayBeBilled' => $snapshot['may_be_billed'] ?? null,
				'results'     => null === $result ? array() : ( $result['parts'] ?? array( 0 ) ),
			),
		);
	}

	/**
	 * Forgets everything.
	 */
	private function reset(): void {
		global $wpdb;
		( new OptionStore() )->uninstall();
		$wpdb->query( "DELETE FROM {$wpdb->prefix}wpaijobs_jobs" ); // phpcs:ignore WordPress.DB
		$wpdb->query( "DELETE FROM {$wpdb->options} WHERE option_name LIKE 'wpaijobs\\_used\\_%'" ); // phpcs:ignore WordPress.DB
		foreach ( $this->owners as $owner_id ) {
			Starts::write( $owner_id, array() );
		}
		$this->now_ms  = 0;
		$this->ids     = array();
		$this->claimed = array();
	}

	/**
	 * Another author than the site's own.
	 *
	 * @return int User id.
	 */
	private function second_author(): int {
		$bob = get_user_by( 'login', 'bob' );
		return $bob ? $bob->ID : (int) wp_insert_user(
			array(
				'user_login' => 'bob',
				'user_pass'  => 'password',
				'role'       => 'author',
			)
		);
	}

	/**
	 * A type in parts.
	 *
	 * @return PartedJobHandler
	 */
	private static function parted(): PartedJobHandler {
		return new class() implements PartedJobHandler {
			/** {@inheritDoc} */
			public function capabilities(): array {
				return array(
					'available' => true,
					'provider'  => 'scripted',
					'label'     => 'Scripted',
					'demo'      => false,
				);
			}

			/** {@inheritDoc} */
			public function validate( array $input ) {
				return $input;
			}

			/** {@inheritDoc} */
			public function count_parts( array $input ): int {
				return $input['pieces'];
			}

			/** {@inheritDoc} */
			public function execute( Job $job ) {
				return array( 'text' => 'Rain' );
			}

			/** {@inheritDoc} */
			public function assemble( Job $job ): array {
				$parts = array();
				foreach ( $job->parts() as $part ) {
					if ( Job::COMPLETED === $part->status() ) {
						$parts[] = $part->part();
					}
				}
				return array( 'parts' => $parts );
			}

			/** {@inheritDoc} */
			public function discard( Job $job ): void {}
		};
	}

	/**
	 * A reply without more to say.
	 *
	 * @return array<string,mixed>
	 */
	private static function done(): array {
		return array( 'kind' => 'done' );
	}

	/**
	 * A reply that nothing was changed.
	 *
	 * @return array<string,mixed>
	 */
	private static function in_vain(): array {
		return array( 'kind' => 'in vain' );
	}

	/**
	 * A refusal.
	 *
	 * @param WP_Error $error Why.
	 * @return array<string,mixed>
	 */
	private static function refused( WP_Error $error ): array {
		return array(
			'kind' => 'refused',
			'code' => substr( (string) $error->get_error_code(), strlen( 'ai_job_' ) ),
		);
	}
}

$wpaijobs_lifecycle = new WpAiJobsLifecycle( $argv[1] );
while ( true ) {
	$wpaijobs_line = fgets( STDIN );
	if ( false === $wpaijobs_line ) {
		break;
	}
	echo wp_json_encode( $wpaijobs_lifecycle->act( json_decode( $wpaijobs_line, true ) ) ), "\n";
}
