<?php
/**
 * Plugin Name:      Example: translation
 * Description:      A job type in one file of PHP: `POST /wp-json/wp-ai-jobs/v1/jobs` with the type `example-translation`.
 * Requires Plugins: wp-ai-jobs
 * License:          GPL-2.0-or-later
 *
 * @package WpAiJobsExamples
 */

add_action(
	'wpaijobs_register_types',
	function () {
		$text = array(
			'type'      => 'string',
			'minLength' => 1,
			'maxLength' => 5000,
		);
		wpaijobs_register_type(
			'example-translation',
			array(
				'schema'  => array(
					'input'  => array(
						'type'       => 'object',
						'required'   => array( 'text', 'language' ),
						'properties' => array(
							'text'     => $text,
							'language' => array(
								'type' => 'string',
								'enum' => array( 'German', 'Spanish', 'Welsh' ),
							),
						),
					),
					'result' => array(
						'type'       => 'object',
						'required'   => array( 'translation' ),
						'properties' => array( 'translation' => $text ),
					),
				),
				'execute' => function ( $input, $job ) {
					$text = wpaijobs_generate_text(
						$job,
						'Translate the text into ' . $input['language'] . '.',
						array(
							'instruction' => 'Answer with the translation alone.',
							'material'    => array( 'text' => $input['text'] ),
							'demo'        => 'A demo translation.',
						)
					);
					return is_wp_error( $text ) ? $text : array( 'translation' => $text->text() );
				},
			)
		);
	}
);
