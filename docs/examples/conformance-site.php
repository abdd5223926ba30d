<?php
// wp-content/mu-plugins/conformance.php: a site for nothing but the suite.
add_filter( 'wpaijobs_max_live_jobs', fn() => 1000 );
add_filter( 'wpaijobs_max_starts_per_hour', fn() => 1000 );
add_filter( 'wpaijobs_demo_delay_ms', '__return_zero' );

// A page that everybody can open prints the nonce of the classic carrier.
add_action(
	'admin_head-profile.php',
	function () {
		printf( '<script>var admin_nonce = "%s";</script>', esc_js( wp_create_nonce( 'admin-nonce' ) ) );
	}
);
