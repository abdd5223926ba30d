<?php
/**
 * Plugin Name:       Example: post summary
 * Description:       A job type of its own: has a post summarised in the background, and writes the excerpt.
 * Version:           1.0.0
 * Requires at least: 6.8
 * Requires PHP:      7.4
 * Requires Plugins:  wp-ai-jobs
 * License:           GPL-2.0-or-later
 * Text Domain:       post-summary
 *
 * @package PostSummary
 */

namespace PostSummary;

defined( 'ABSPATH' ) || exit;

add_action( 'wpaijobs_register_types', __NAMESPACE__ . '\\register' );
add_action( 'enqueue_block_editor_assets', __NAMESPACE__ . '\\enqueue' );

/**
 * Adds the job type, as src/summary.ts declares it.
 */
function register() {
	wpaijobs_register_type(
		'post-summary',
		array(
			'schema'  => __DIR__ . '/build/post-summary.json',
			'execute' => __NAMESPACE__ . '\\summarise',
		)
	);
}

/**
 * Has a post summarised. Called in the background, as the author.
 *
 * @param array                             $input `post_text`, `max_words`: checked.
 * @param \WpAiJobs\Integrations\AI\Job $job   The job.
 * @return array|\WP_Error
 */
function summarise( $input, $job ) {
	$text = wpaijobs_generate_text(
		$job,
		sprintf( 'Summarise the post in at most %d words, in the language of the post.', $input['max_words'] ),
		array(
			'instruction' => 'You write excerpts for a website. Answer with the excerpt alone: one paragraph of plain text, no Markdown, no quotation marks around it.',
			'material'    => array( 'post_text' => $input['post_text'] ),
			'demo'        => wp_trim_words( $input['post_text'], 12 ),
		)
	);
	return is_wp_error( $text ) ? $text : array(
		'summary' => wp_strip_all_tags( $text->text() ),
		'model'   => $text->model(),
	);
}

/**
 * Loads the panel into the editor of posts that can have an excerpt.
 */
function enqueue() {
	if ( ! function_exists( 'wpaijobs_register_type' ) || ! post_type_supports( (string) get_post_type(), 'excerpt' ) ) {
		return;
	}
	wp_enqueue_script(
		'post-summary',
		plugins_url( 'build/index.js', __FILE__ ),
		array( 'react', 'react-dom', 'react-jsx-runtime', 'wp-a11y', 'wp-api-request', 'wp-components', 'wp-compose', 'wp-data', 'wp-editor', 'wp-element', 'wp-i18n', 'wp-plugins' ),
		(string) filemtime( __DIR__ . '/build/index.js' ),
		true
	);
	wp_enqueue_style( 'post-summary', plugins_url( 'build/index.css', __FILE__ ), array( 'wp-components' ), (string) filemtime( __DIR__ . '/build/index.css' ) );
}
