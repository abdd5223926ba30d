<?php
/**
 * The seed's AJAX actions and hooks.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI;

use WpAiJobs\Core\Guard;
use WpAiJobs\Integrations\AI\Classic\Actions;
use WpAiJobs\Integrations\AI\Classic\Hooks;

defined( 'ABSPATH' ) || exit;

/**
 * Switches the classic wire on or off as a whole; everything that it is made of is in `Classic/`.
 */
final class AI {

	/** The action of the nonce that each classic request carries. */
	public const NONCE_ACTION = 'admin-nonce';

	/**
	 * Adds the hook.
	 */
	public static function register(): void {
		// Late enough for a filter in a theme.
		add_action( 'init', array( self::class, 'answer_classic' ), PHP_INT_MAX );
	}

	/**
	 * Listens to the names of the classic job queue, unless the site says otherwise.
	 */
	public static function answer_classic(): void {
		$is_on = ! defined( 'WPAIJOBS_CLASSIC' ) || WPAIJOBS_CLASSIC;
		/**
		 * Filters whether this plugin answers the AJAX actions and cron hooks of the classic job
		 * queue, those that no other plugin answers. Asked once, at the end of `init`.
		 *
		 *     add_filter( 'wpaijobs_classic', '__return_false' );
		 *
		 * The same in wp-config.php: `define( 'WPAIJOBS_CLASSIC', false );`
		 *
		 * @param bool $is_on Default: true, or what the constant says.
		 */
		if ( Guard::call( static fn() => apply_filters( 'wpaijobs_classic', $is_on ), $is_on ) ) {
			Actions::register();
			Hooks::register();
		}
	}
}
