<?php
/**
 * A post type with rights of its own.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

/**
 * Registers the post type `book`, which `edit_books` is needed for, and so on.
 */
function wpaijobs_tests_register_books(): void {
	register_post_type(
		'book',
		array(
			'public'          => true,
			'show_in_rest'    => true,
			'capability_type' => 'book',
			'map_meta_cap'    => true,
		)
	);
}
