<?php
/**
 * What a job type has to know how to do.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI;

defined( 'ABSPATH' ) || exit;

/**
 * A job type: it checks an input and, in a runner, turns it into a result.
 *
 * A host registers its own with the filter `wpaijobs_types` (see JobTypes).
 */
interface JobHandler {

	/**
	 * Whether a job of this type could be executed now, and by whom: what `GET /capabilities`
	 * tells an editor. Asked on every start too, so it does no network request.
	 *
	 *     array( 'available' => true, 'provider' => 'openai', 'label' => 'OpenAI', 'demo' => false )
	 *
	 * @return array{available:bool,provider:?string,label:?string,demo:bool} `provider` is an id,
	 *         `label` its translated name; both null when no provider is configured. `demo`: what
	 *         it makes is an example and no AI's work. A type may tell more, as `image` does.
	 */
	public function capabilities(): array;

	/**
	 * Checks an input as it came from a browser and returns what is to be stored.
	 *
	 * Only fields named here may come back: what is returned is what `execute()` will see.
	 *
	 * @param array<string,mixed> $input The `input` of `POST /jobs`.
	 * @return array<string,mixed>|\WP_Error The clean input; or an error with the code
	 *         `ai_job_invalid_input` and the field's dotted path (`input.prompt`) in `data.field`.
	 */
	public function validate( array $input );

	/**
	 * Executes a claimed job, or a claimed part of one (see PartedJobHandler). Called in a background request, as the job's owner and in the
	 * owner's language; `Job::remaining_ms()` says how long the result is still of use.
	 *
	 * @param Job $job The claimed job.
	 * @return array<string,mixed>|\WP_Error The result as the wire shall carry it; or an error
	 *         whose code is one of docs/wire.md and whose data may say `retryable` and
	 *         `may_be_billed`. The error's message is shown to the author.
	 */
	public function execute( Job $job );
}
