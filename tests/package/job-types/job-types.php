<?php
/**
 * Plugin Name: Job types
 * Description: Registers each type whose JSON Schema is in the folder that the environment names. Its job shouts.
 */

declare( strict_types=1 );

add_action(
	'wpaijobs_register_types',
	static function (): void {
		foreach ( (array) glob( getenv( 'JOB_TYPES' ) . '/*.json' ) as $schema ) {
			wpaijobs_register_type(
				basename( $schema, '.json' ),
				array(
					'schema'   => $schema,
					'provider' => 'none',
					'execute'  => static function ( array $input ): array {
						return array( 'summary' => sprintf( '%s in %d words', strtoupper( $input['post_text'] ), $input['max_words'] ) );
					},
				)
			);
		}
	}
);
