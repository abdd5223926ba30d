<?php

add_action(
	'wpaijobs_register_types',
	function () {
		wpaijobs_register_type(
			'acme-summary',
			array(
				'schema'  => __DIR__ . '/build/acme-summary.json',
				'execute' => function ( $input, $job ) {
					$text = wpaijobs_generate_text(
						$job,
						sprintf( 'Summarise the post in at most %d words.', $input['max_words'] ),
						array(
							'instruction' => 'Answer with the summary alone, as plain text.',
							'material'    => array( 'post_text' => $input['post_text'] ),
							'demo'        => 'A demo summary.',
						)
					);
					return is_wp_error( $text ) ? $text : array( 'summary' => $text->text() );
				},
			)
		);
	}
);
