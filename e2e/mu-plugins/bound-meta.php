<?php
/**
 * Plugin Name: Bound meta
 * Description: A field of posts that blocks can be bound to.
 */

declare( strict_types=1 );

add_action(
	'init',
	static function (): void {
		register_post_meta(
			'post',
			'lead',
			array(
				'type'         => 'string',
				'single'       => true,
				'show_in_rest' => true,
			)
		);
	}
);
