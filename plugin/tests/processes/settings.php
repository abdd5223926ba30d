<?php
/**
 * Says what is set, with constants as a wp-config.php would define them.
 *
 * Arguments: `NAME=value`, each a constant.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

use WpAiJobs\Core\Settings;
use WpAiJobs\Integrations\AI\Provider\Demo;

foreach ( array_slice( $argv, 1 ) as $argument ) {
	list( $name, $value ) = explode( '=', $argument, 2 );
	define( $name, $value );
}

require __DIR__ . '/load.php';

$demo_delay_ms = null;
add_filter(
	'wpaijobs_demo_delay_ms',
	static function ( int $delay_ms ) use ( &$demo_delay_ms ): int {
		$demo_delay_ms = $delay_ms;
		return 0;
	}
);
( new Demo() )->generate_text( new WpAiJobs\Integrations\AI\Provider\TextRequest( '', 'Rain', 'Rain', PHP_INT_MAX ) );

$said = array( 'demo_delay_ms' => $demo_delay_ms );
foreach ( array( 'openai_base_url', 'openai_model', 'openai_image_model', 'openai_key' ) as $name ) {
	$setting       = Settings::$name();
	$said[ $name ] = array( $setting->value(), $setting->source(), $setting->name() );
}
echo wp_json_encode( $said ), "\n";
