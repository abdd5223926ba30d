<?php
/**
 * What other plugins call.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

use WpAiJobs\Integrations\AI\DeclaredType;
use WpAiJobs\Integrations\AI\Errors;
use WpAiJobs\Integrations\AI\Job;
use WpAiJobs\Integrations\AI\JobService;
use WpAiJobs\Integrations\AI\JobTypes;
use WpAiJobs\Integrations\AI\Material;
use WpAiJobs\Integrations\AI\Provider\TextRequest;
use WpAiJobs\Integrations\AI\Provider\TextResult;
use WpAiJobs\Integrations\AI\RunnerLadder;
use WpAiJobs\Integrations\AI\Store\StoreException;
use WpAiJobs\Integrations\AI\TextGenerator;

defined( 'ABSPATH' ) || exit;

/**
 * Adds a job type: what goes in, what comes out, and the function that makes the one of the
 * other. From then on it is a type like ours: over REST, in the background runner, with limits,
 * cancellation, retry and `GET /capabilities`.
 *
 * Call it on the action `wpaijobs_register_types`, which fires only while this plugin is
 * active, so that your plugin needs no check of its own.
 *
 *     add_action( 'wpaijobs_register_types', function () {
 *         wpaijobs_register_type(
 *             'acme-summary',
 *             array(
 *                 'schema'  => __DIR__ . '/build/acme-summary.json',
 *                 'execute' => function ( array $input, $job ) {
 *                     $text = wpaijobs_generate_text(
 *                         $job,
 *                         'Summarise the post in one sentence.',
 *                         array( 'material' => array( 'post_text' => $input['text'] ) )
 *                     );
 *                     return is_wp_error( $text ) ? $text : array( 'summary' => $text->text() );
 *                 },
 *             )
 *         );
 *     } );
 *
 * @param string              $type Its name, after your plugin's: at most 64 of `a-z 0-9 _ -`, a letter first.
 * @param array<string,mixed> $args {
 *     What it is.
 *
 *     @type string|array $schema     Required. The path of a JSON file as `wp-ai-jobs-schema` writes it from
 *                                    the declaration in TypeScript, or the same as an array: a JSON Schema
 *                                    under `input` (of type object), and one under `result`. Names are
 *                                    snake_case. An input that does not fit is refused with 400 and the dotted
 *                                    path of the field; fields that the schema does not name are left out. A
 *                                    result that does not fit fails the job with `provider_invalid_response`.
 *                                    Keywords: those of WordPress's REST API.
 *     @type callable     $execute    Required. Given the input and the Job, in a background request, as the
 *                                    job's owner and in the owner's language; returns the result as an array,
 *                                    or a WP_Error whose code is one of docs/wire.md ('A job's own error') and
 *                                    whose message the author will read. `$job->context()` says where the job
 *                                    was started, `$job->remaining_ms()` how long the result is still of use,
 *                                    in milliseconds.
 *     @type string       $capability What a user needs to start such a job; asked for with the job's post, if it has one, which
 *                                    the user must be able to edit in any case. Default `wpaijobs_generate_content`:
 *                                    `edit_posts`, or `edit_post` of the post.
 *     @type string|callable $provider Who answers, as `GET /capabilities` tells it. `text`, the default: this
 *                                    plugin's text providers. `none`: nobody is needed. Or a function that
 *                                    returns what `JobHandler::capabilities()` does, without a network request.
 *     @type bool         $repeatable Whether `execute` may be called once more for an attempt whose process was
 *                                    killed after `wpaijobs_generate_text()` had its answer, which it then is
 *                                    given again; so that the answer is not lost. Say true if it changes nothing
 *                                    on the site and asks no other service for what costs money. Default false.
 * }
 * @return bool Whether it was added. If not, `_doing_it_wrong()` says why.
 */
function wpaijobs_register_type( string $type, array $args ): bool {
	try {
		if ( ! doing_action( JobTypes::REGISTER ) ) {
			throw new InvalidArgumentException( 'Call this on the action "wpaijobs_register_types".' );
		}
		if ( ! JobTypes::is_name( $type ) ) {
			throw new InvalidArgumentException( 'A type is named by at most 64 of "a-z 0-9 _ -", a letter first.' );
		}
		JobTypes::register( $type, new DeclaredType( $args ) );
		return true;
	} catch ( InvalidArgumentException $e ) {
		_doing_it_wrong( __FUNCTION__, esc_html( sprintf( 'Job type "%1$s": %2$s', $type, $e->getMessage() ) ), '0.1.0' );
		return false;
	}
}

/**
 * Has the first text provider of this site that is set up (core's AI Client, an OpenAI-compatible
 * server, the demo) write a text. For a type's `execute`: it waits for as long as the job may
 * live, renews its lease meanwhile, and breaks off when its owner stops it. It asks once; a call
 * may be billed.
 *
 *     $text = wpaijobs_generate_text( $job, 'Translate the post into Welsh.', array(
 *         'instruction' => 'You are a translator. Answer with the translation alone.',
 *         'material'    => array( 'post_text' => $input['text'] ),
 *         'demo'        => 'Glaw.',
 *     ) );
 *     if ( is_wp_error( $text ) ) {
 *         return $text;
 *     }
 *     return array( 'translation' => $text->text(), 'model' => $text->model() );
 *
 * @param Job                 $job     The job that `execute` was given.
 * @param string              $prompt  What to write. English is followed best.
 * @param array<string,mixed> $options {
 *     Optional.
 *
 *     @type string               $instruction How to write: role, form, what to leave out. Keep what users type
 *                                             out of it.
 *     @type array<string,string> $material    Texts that the prompt is about, by a name of `a-z 0-9 _`. Each is
 *                                             put between tags, and the model is told to follow no instruction
 *                                             that it holds.
 *     @type string               $demo        What comes while only the demo is set up. Default: an example of
 *                                             everything that a text can hold, in Markdown.
 * }
 * @return TextResult|WP_Error `text()` (Markdown, unless the instruction says otherwise), `model()`,
 *         `usage()`, `is_truncated()`; or an error that `execute` can return as it is: it says
 *         whether it pays to try again, and whether it may be billed.
 */
function wpaijobs_generate_text( Job $job, string $prompt, array $options = array() ) {
	$material    = $options['material'] ?? array();
	$instruction = array( $options['instruction'] ?? '' );
	if ( array() !== $material ) {
		$instruction[] = Material::warning( array_keys( $material ) );
	}
	return TextGenerator::generate(
		new TextRequest(
			implode( "\n", array_filter( $instruction ) ),
			implode( "\n\n", array_merge( array( $prompt ), Material::wrap( $material ) ) ),
			$prompt,
			$job->expires_at()
		),
		$options['demo'] ?? null
	);
}

/**
 * Starts a job for the current user, as `POST /jobs` does, with the same checks and limits; for
 * what is started from PHP. When it has ended, the action `wpaijobs_status_changed` tells.
 *
 *     wp_set_current_user( $author_id );
 *     $job = wpaijobs_start( 'acme-summary', array( 'text' => $text ), array( 'post_id' => 7 ), 'summary-7' );
 *     if ( is_wp_error( $job ) ) {
 *         echo esc_html( $job->get_error_message() );
 *     }
 *
 * @param string              $type            Job type.
 * @param array<string,mixed> $input           Its input, in the wire's names.
 * @param array<string,mixed> $context         `post_id`, `title`, `selected_text`, each only if given.
 * @param string|null         $idempotency_key Starts of one user with one key are one job, for as long as that
 *                                             is kept: 1 to 64 of `A-Z a-z 0-9 - _`.
 * @return Job|WP_Error The job, on its way; or one of the errors of docs/wire.md, as
 *         `ai_job_rate_limited` when the user has too many of them.
 */
function wpaijobs_start( string $type, array $input, array $context = array(), ?string $idempotency_key = null ) {
	try {
		$started = ( new JobService() )->start(
			array(
				'type'            => $type,
				'input'           => $input,
				'context'         => $context,
				'idempotency_key' => $idempotency_key,
			)
		);
	} catch ( StoreException $e ) {
		return Errors::storage();
	}
	if ( $started instanceof WP_Error ) {
		return $started;
	}
	if ( $started['is_new'] ) {
		RunnerLadder::dispatch( $started['job'] );
	}
	return $started['job'];
}
