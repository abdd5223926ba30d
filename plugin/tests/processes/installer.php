<?php
/**
 * Makes the store each time it is told to, and says which it is and how many statements it took.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

use WpAiJobs\Integrations\AI\Store\Stores;
use WpAiJobs\Integrations\AI\Store\StoreException;

require __DIR__ . '/load.php';

$wpaijobs_count = 0;
add_filter(
	'query',
	static function ( string $query ) use ( &$wpaijobs_count ): string {
		$wpaijobs_count += (int) preg_match( '/^\s*(?:CREATE TABLE|ALTER TABLE)/i', $query );
		return $query;
	}
);

echo "ready\n";
while ( false !== fgets( STDIN ) ) {
	wp_cache_flush();
	$wpaijobs_count = 0;
	try {
		$wpaijobs_store = basename( str_replace( '\\', '/', get_class( Stores::current() ) ) );
	} catch ( StoreException $e ) {
		$wpaijobs_store = 'none';
	}
	echo esc_html( $wpaijobs_store ), ' ', (int) $wpaijobs_count, "\n";
}
