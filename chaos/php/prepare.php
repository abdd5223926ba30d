<?php
/**
 * Makes the posts that a run's jobs belong to, and says their ids.
 */

declare( strict_types=1 );

require getenv( 'WP_SITE' ) . '/wp-load.php';

$chaos_author = get_user_by( 'login', 'editor' )->ID;
$chaos_posts  = array();
for ( $chaos_count = 0; $chaos_count < 60; $chaos_count++ ) {
	$chaos_posts[] = wp_insert_post(
		array(
			'post_title'  => 'Roof ' . $chaos_count,
			'post_status' => 'draft',
			'post_author' => $chaos_author,
		)
	);
}
echo wp_json_encode( $chaos_posts );
