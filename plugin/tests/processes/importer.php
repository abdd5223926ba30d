<?php
/**
 * Imports an image as `editor` when it is told to, and says the attachment's id, or what became of it.
 * Arguments: id of the job, path of the image, and how it is to end: `well`, `exit` or `hang`, while
 * the sub-sizes are made.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

use WpAiJobs\Integrations\AI\ImageImport;
use WpAiJobs\Integrations\AI\Job;

require __DIR__ . '/load.php';

wp_set_current_user( get_user_by( 'login', 'editor' )->ID );
list( , $wpaijobs_id, $wpaijobs_file, $wpaijobs_end ) = $argv;

add_filter(
	'wp_generate_attachment_metadata',
	static function ( array $metadata ) use ( $wpaijobs_end ): array {
		if ( 'exit' === $wpaijobs_end ) {
			exit( 1 );
		}
		if ( 'hang' === $wpaijobs_end ) {
			echo "hanging\n";
			sleep( 60 );
		}
		return $metadata;
	}
);

echo "ready\n";
fgets( STDIN );
$wpaijobs_made = ImageImport::import(
	new Job(
		array(
			'id'    => $wpaijobs_id,
			'type'  => 'image',
			'input' => array( 'prompt' => 'Rain' ),
		)
	),
	0,
	$wpaijobs_file,
	array()
);
echo is_wp_error( $wpaijobs_made ) ? esc_html( $wpaijobs_made->get_error_code() ) : (int) $wpaijobs_made['attachment_id'], "\n";
