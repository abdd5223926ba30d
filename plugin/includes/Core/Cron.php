<?php
/**
 * The plugin's events in WP-Cron.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Core;

defined( 'ABSPATH' ) || exit;

/**
 * Four recurring events that are always scheduled, whatever the number of jobs. What cannot wait
 * for its turn brings its event forward; no event has arguments.
 *
 * WordPress keeps the events of all plugins in one autoloaded option, which each process reads once
 * and writes as a whole. A process that writes what it read minutes ago takes away what others have
 * scheduled since, a post's publication for instance. So nothing of the plugin's is scheduled in a
 * process that has run a job, and elsewhere the option is read again before it is written.
 */
final class Cron {

	/** Looks for jobs that wait: at once when a job is started, else hourly. */
	public const PROCESS = 'wpaijobs_process';

	/** Deletes acknowledged jobs: 5 s after an acknowledgement, else hourly. */
	public const CLEANUP_DELIVERED = 'wpaijobs_cleanup_delivered';

	/** Ends jobs that outlived their lifetime or their runner. */
	public const CLEANUP_STUCK = 'wpaijobs_cleanup_stuck';

	/** Deletes results that nobody came for. */
	public const CLEANUP = 'wpaijobs_cleanup';

	/** How often each recurs. */
	public const EVENTS = array(
		self::PROCESS           => 'hourly',
		self::CLEANUP_DELIVERED => 'hourly',
		self::CLEANUP_STUCK     => 'hourly',
		self::CLEANUP           => 'daily',
	);

	/**
	 * Schedules those that are not scheduled, as on a site that a network got later, and makes one of
	 * several: other plugins change events by filters, and one with another time or arguments would
	 * not be found again.
	 */
	public static function keep(): void {
		$counts = array_fill_keys( array_keys( self::EVENTS ), 0 );
		foreach ( _get_cron_array() as $hooks ) {
			// Other plugins write to the option, too, and not always what WordPress does.
			foreach ( array_intersect_key( (array) $hooks, $counts ) as $hook => $events ) {
				$counts[ $hook ] += is_array( $events ) ? count( $events ) : 0;
			}
		}
		$first = time();
		foreach ( self::EVENTS as $hook => $recurrence ) {
			// Each at a second of its own. Events of one second share an entry of the option, so it
			// would grow when one of them is brought forward.
			--$first;
			if ( 1 < $counts[ $hook ] ) {
				wp_unschedule_hook( $hook );
			}
			// Asked of WordPress: another plugin may keep events elsewhere than in the option.
			if ( 1 !== $counts[ $hook ] && false === wp_next_scheduled( $hook ) ) {
				wp_schedule_event( $first, $recurrence, $hook );
			}
		}
	}

	/**
	 * Has an event run at a given time, unless it runs earlier anyway. Does nothing in a process that
	 * has run a job.
	 *
	 * @param string $hook One of EVENTS.
	 * @param int    $at   Unix time, in seconds.
	 */
	public static function bring_forward( string $hook, int $at ): void {
		if ( self::has_run_a_job() ) {
			return;
		}
		self::read_again();
		$next = wp_next_scheduled( $hook );
		if ( false === $next || $next > $at ) {
			wp_unschedule_hook( $hook );
			wp_schedule_event( $at, self::EVENTS[ $hook ], $hook );
		}
	}

	/**
	 * Takes them off the current site's schedule.
	 */
	public static function remove(): void {
		array_map( 'wp_unschedule_hook', array_keys( self::EVENTS ) );
	}

	/**
	 * For how long the one that is most overdue has been due, in seconds. On a healthy site a minute
	 * or two at most while there are visitors; hours where nothing runs WP-Cron.
	 *
	 * @return int 0: none is due.
	 */
	public static function overdue_s(): int {
		$scheduled = array_filter( array_map( 'wp_next_scheduled', array_keys( self::EVENTS ) ) );
		return array() === $scheduled ? 0 : max( 0, time() - min( $scheduled ) );
	}

	/**
	 * Schedules nothing of the plugin's in this process from now on: it waits for a provider, and what
	 * it knows of the schedule will be old.
	 */
	public static function note_a_run(): void {
		add_filter( 'pre_schedule_event', array( self::class, 'refuse' ), 10, 2 );
	}

	/**
	 * Whether this process has run a job.
	 *
	 * @return bool
	 */
	public static function has_run_a_job(): bool {
		return false !== has_filter( 'pre_schedule_event', array( self::class, 'refuse' ) );
	}

	/**
	 * Refuses the plugin's events.
	 *
	 * @param mixed  $result What another plugin says.
	 * @param object $event  The event.
	 * @return mixed
	 */
	public static function refuse( $result, $event ) {
		return isset( self::EVENTS[ $event->hook ] ) ? false : $result;
	}

	/**
	 * Has the option read again before it is next used in this process, by whomever.
	 */
	public static function read_again(): void {
		if ( wp_using_ext_object_cache() ) {
			wp_load_alloptions( true );
			wp_cache_get( 'cron', 'options', true );
		} else {
			wp_cache_delete( 'alloptions', 'options' );
			wp_cache_delete( 'cron', 'options' );
		}
	}

	/**
	 * An event's handler that ends no other plugin's event by an exception. What a database refuses is
	 * left for the next time.
	 *
	 * @param callable():void $work The work.
	 * @return callable():void
	 */
	public static function guard( callable $work ): callable {
		return static function () use ( $work ): void {
			Guard::call( $work );
		};
	}
}
