<?php
/**
 * Plugin Name: Generated meta
 * Description: Shows over REST what the plugin keeps of an image that was generated.
 */

declare( strict_types=1 );

add_action(
	'rest_api_init',
	static function (): void {
		register_rest_field(
			'attachment',
			'generated',
			array(
				'get_callback' => static function ( array $attachment ) {
					return get_post_meta( $attachment['id'], '_wpaijobs_generated', true );
				},
			)
		);
	}
);
