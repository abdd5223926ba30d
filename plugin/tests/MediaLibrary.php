<?php
/**
 * The media library, for tests.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests;

/**
 * What is in the media library of the test's site, which should have none when a test begins.
 */
trait MediaLibrary {

	/**
	 * Ids of the attachments, past every cache: other processes make them, too.
	 *
	 * @return int[]
	 */
	private static function attachments(): array {
		global $wpdb;
		return array_map( 'intval', $wpdb->get_col( "SELECT ID FROM {$wpdb->posts} WHERE post_type = 'attachment'" ) );
	}

	/**
	 * Removes them with their files.
	 */
	private static function delete_attachments(): void {
		foreach ( self::attachments() as $id ) {
			wp_delete_attachment( $id, true );
		}
	}
}
