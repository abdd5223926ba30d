<?php

add_filter( 'map_meta_cap', function ( array $caps, string $cap ): array {
	if ( 0 === strpos( $cap, 'wpaijobs_generate_' ) ) {
		$caps[] = 'use_ai';
	}
	return $caps;
}, 10, 2 );

add_filter( 'map_meta_cap', function ( array $caps, string $cap ): array {
	if ( 'wpaijobs_generate_image' === $cap ) {
		$caps[] = 'publish_posts';
	}
	return $caps;
}, 10, 2 );

add_filter( 'user_has_cap', function ( array $all, array $caps, array $args, WP_User $user ): array {
	if ( 0 === strpos( $args[0], 'wpaijobs_generate_' ) && in_array( 'intern', $user->roles, true ) ) {
		return array();
	}
	return $all;
}, 10, 4 );
