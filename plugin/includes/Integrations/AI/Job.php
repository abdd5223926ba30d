<?php
/**
 * One job.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI;

use WpAiJobs\Clock;
use WpAiJobs\Core\Guard;

defined( 'ABSPATH' ) || exit;

/**
 * One generation as it was when it was read. Immutable: a transition is made in the store,
 * and `with()` gives the job as it is afterwards.
 *
 * Times are milliseconds since the Unix epoch.
 */
final class Job {

	public const PENDING    = 'pending';
	public const PROCESSING = 'processing';
	public const COMPLETED  = 'completed';
	public const FAILED     = 'failed';
	public const EXPIRED    = 'expired';
	public const CANCELLED  = 'cancelled';

	/** How long a job lives from its creation, in milliseconds. */
	public const LIFETIME_MS = 300000;

	/** A column's name and what an unset one means. `null` stays null in the database. */
	private const DEFAULTS = array(
		'id'              => '',
		'owner_id'        => 0,
		'post_id'         => 0,
		'type'            => '',
		'status'          => self::PENDING,
		'attempt'         => 0,
		'revision'        => 0,
		'runner'          => '',
		'idempotency_key' => null,
		'input_hash'      => '',
		'input'           => array(),
		'context'         => array(),
		'result'          => null,
		'error'           => null,
		'created_at'      => 0,
		'started_at'      => null,
		'finished_at'     => null,
		'expires_at'      => 0,
		'lease_until'     => null,
		'acknowledged_at' => null,
		'parent_id'       => null,
		'part'            => 0,
		'part_count'      => 0,
		'queued_at'       => null,
	);

	private const JSON = array( 'input', 'context', 'result', 'error' );
	private const INTS = array( 'owner_id', 'post_id', 'attempt', 'revision', 'created_at', 'started_at', 'finished_at', 'expires_at', 'lease_until', 'acknowledged_at', 'part', 'part_count', 'queued_at' );

	/**
	 * The fields by column, decoded.
	 *
	 * @var array<string,mixed>
	 */
	private $fields;

	/**
	 * Its parts by their number, as far as they were read.
	 *
	 * @var array<int,self>
	 */
	private $parts = array();

	/**
	 * How many jobs wait before it, and 1; null when it does not wait for a place.
	 *
	 * @var int|null
	 */
	private $queue_position = null;

	/**
	 * A job from decoded fields; those that are missing take their defaults.
	 *
	 * @param array<string,mixed> $fields Fields by column.
	 */
	public function __construct( array $fields ) {
		$this->fields = array_merge( self::DEFAULTS, array_intersect_key( $fields, self::DEFAULTS ) );
	}

	/**
	 * A job from a stored row, in which numbers are strings and structures are JSON.
	 *
	 * @param array<string,mixed> $row Row by column.
	 * @return self
	 */
	public static function from_row( array $row ): self {
		foreach ( self::INTS as $name ) {
			$row[ $name ] = isset( $row[ $name ] ) ? (int) $row[ $name ] : self::DEFAULTS[ $name ];
		}
		foreach ( self::JSON as $name ) {
			$decoded      = isset( $row[ $name ] ) ? json_decode( (string) $row[ $name ], true ) : null;
			$row[ $name ] = is_array( $decoded ) ? $decoded : self::DEFAULTS[ $name ];
		}
		return new self( $row );
	}

	/**
	 * Fields as a row holds them.
	 *
	 * JSON is plain ASCII (`\uXXXX`), so emoji survive tables that are not utf8mb4.
	 *
	 * @param array<string,mixed> $fields Fields by column; unknown ones are dropped.
	 * @return array<string,int|string|null>
	 */
	public static function encode( array $fields ): array {
		$row = array();
		foreach ( array_intersect_key( $fields, self::DEFAULTS ) as $name => $value ) {
			if ( in_array( $name, self::JSON, true ) && null !== $value ) {
				$value = wp_json_encode( $value );
			}
			$row[ $name ] = $value;
		}
		return $row;
	}

	/**
	 * This job as a row.
	 *
	 * @return array<string,int|string|null>
	 */
	public function to_row(): array {
		return self::encode( $this->fields );
	}

	/**
	 * This job with some fields changed.
	 *
	 * @param array<string,mixed> $changes Fields by column.
	 * @return self
	 */
	public function with( array $changes ): self {
		$job         = clone $this;
		$job->fields = array_merge( $this->fields, array_intersect_key( $changes, self::DEFAULTS ) );
		return $job;
	}

	/**
	 * This job with its parts as they were read.
	 *
	 * @param array<int,self> $parts Parts by their number.
	 * @return self
	 */
	public function with_parts( array $parts ): self {
		$job        = clone $this;
		$job->parts = $parts;
		return $job;
	}

	/**
	 * This job with its place among those that wait.
	 *
	 * @param int $position 1 for the next.
	 * @return self
	 */
	public function with_queue_position( int $position ): self {
		$job                 = clone $this;
		$job->queue_position = $position;
		return $job;
	}

	/**
	 * One of its parts, pending: the same work, under an id that no client can ask for.
	 *
	 * @param int $part Its number, from 0.
	 * @return self
	 */
	public function draft_part( int $part ): self {
		return new self(
			array(
				'id'         => $this->part_ids()[ $part ],
				'parent_id'  => $this->id(),
				'part'       => $part,
				'owner_id'   => $this->owner_id(),
				'post_id'    => $this->post_id(),
				'type'       => $this->type(),
				'input'      => $this->input(),
				'context'    => $this->context(),
				'created_at' => $this->created_at(),
				'expires_at' => $this->expires_at(),
			)
		);
	}

	/** A UUID v4, behind `job_` when the classic carrier made it; a part's has its number behind a dot. */
	public function id(): string {
		return $this->fields['id'];
	}

	/** The user who started it. */
	public function owner_id(): int {
		return $this->fields['owner_id'];
	}

	/** The post it was started from, or 0. */
	public function post_id(): int {
		return $this->fields['post_id'];
	}

	/** `content`, or what a host registered. */
	public function type(): string {
		return $this->fields['type'];
	}

	/** One of the constants. */
	public function status(): string {
		return $this->fields['status'];
	}

	/** The job that this is a part of, or null when it is a job itself. */
	public function parent_id(): ?string {
		return $this->fields['parent_id'];
	}

	/** Which part of its job it is, from 0. */
	public function part(): int {
		return $this->fields['part'];
	}

	/** How many parts it is executed in, side by side; 0 when it is executed as a whole. */
	public function part_count(): int {
		return $this->fields['part_count'];
	}

	/**
	 * The ids of its parts. They follow from its own, so that a part is one read by primary key.
	 *
	 * @return array<int,string> By their number.
	 */
	public function part_ids(): array {
		$ids   = array();
		$count = $this->part_count();
		for ( $part = 0; $part < $count; $part++ ) {
			$ids[] = $this->id() . '.' . $part;
		}
		return $ids;
	}

	/**
	 * Its parts, as far as they were read.
	 *
	 * @return array<int,self> By their number.
	 */
	public function parts(): array {
		return $this->parts;
	}

	/**
	 * What a runner may claim of it: the job itself, or the parts that wait for one.
	 *
	 * @return self[]
	 */
	public function waiting(): array {
		return array_filter(
			0 === $this->part_count() ? array( $this ) : $this->parts,
			static function ( self $piece ): bool {
				return self::PENDING === $piece->status();
			}
		);
	}

	/** How often a runner has claimed it. */
	public function attempt(): int {
		return $this->fields['attempt'];
	}

	/** How often its work was begun, in all its parts. */
	public function attempts(): int {
		$attempts = $this->attempt();
		foreach ( $this->parts as $part ) {
			$attempts += $part->attempt();
		}
		return $attempts;
	}

	/** How often it was changed; every change names the one it saw. */
	public function revision(): int {
		return $this->fields['revision'];
	}

	/** The name of the runner that claimed it last, or ''. */
	public function runner(): string {
		return $this->fields['runner'];
	}

	/** What tells one start from another under the same idempotency key. */
	public function input_hash(): string {
		return $this->fields['input_hash'];
	}

	/** The owner's idempotency key, or null. */
	public function idempotency_key(): ?string {
		return $this->fields['idempotency_key'];
	}

	/**
	 * The input as its handler's `validate()` returned it.
	 *
	 * @return array<string,mixed>
	 */
	public function input(): array {
		return $this->fields['input'];
	}

	/**
	 * Where it was started: `post_id`, `title`, `selected_text`, each only if given.
	 *
	 * @return array<string,mixed>
	 */
	public function context(): array {
		return $this->fields['context'];
	}

	/**
	 * The result, with `completed`. That of a job in parts is put together from theirs, and is
	 * there as far as they are.
	 *
	 * @return array<string,mixed>|null
	 */
	public function result(): ?array {
		if ( 0 === $this->part_count() ) {
			return $this->fields['result'];
		}
		$handler = JobTypes::get( $this->type() );
		return $handler instanceof PartedJobHandler ? $handler->assemble( $this ) : null;
	}

	/**
	 * The error, with `failed` and `expired`; its sentence in the reader's language.
	 *
	 * @return array{code:string,message:string,retryable:bool,may_be_billed:bool}|null
	 */
	public function error(): ?array {
		$error = $this->stored_error();
		if ( null !== $error && '' === ( $error['message'] ?? '' ) ) {
			$error['message'] = Errors::sentence( $error['code'] );
		}
		return $error;
	}

	/**
	 * The same as it is stored: without the sentence that follows from the code.
	 *
	 * @return array{code:string,message:string,retryable:bool,may_be_billed:bool}|null
	 */
	public function stored_error(): ?array {
		return $this->fields['error'];
	}

	/** When it was created. */
	public function created_at(): int {
		return $this->fields['created_at'];
	}

	/** When its latest attempt began. */
	public function started_at(): ?int {
		return $this->fields['started_at'];
	}

	/** When it reached its final status. */
	public function finished_at(): ?int {
		return $this->fields['finished_at'];
	}

	/** When its lifetime ends. */
	public function expires_at(): int {
		return $this->fields['expires_at'];
	}

	/** Until when its runner is taken to be alive. */
	public function lease_until(): ?int {
		return $this->fields['lease_until'];
	}

	/** When the owner's client said that the result had arrived. */
	public function acknowledged_at(): ?int {
		return $this->fields['acknowledged_at'];
	}

	/** Since when it has been waiting for a free place, or null. A job in parts does not wait; they do. */
	public function queued_at(): ?int {
		return $this->fields['queued_at'];
	}

	/** Whether it waits for a free place, or one of its parts does. */
	public function is_queued(): bool {
		foreach ( $this->waiting() as $piece ) {
			if ( null !== $piece->queued_at() ) {
				return true;
			}
		}
		return false;
	}

	/** How many jobs wait before it, and 1; null when it does not wait for a place, or when a part of it has one. */
	public function queue_position(): ?int {
		return $this->queue_position;
	}

	/** When it ends at the latest, in all its parts: one that had to wait for a place ends later. */
	public function ends_at(): int {
		$ends_at = $this->expires_at();
		foreach ( $this->parts as $part ) {
			$ends_at = max( $ends_at, $part->expires_at() );
		}
		return $ends_at;
	}

	/** Whether its status is one that nothing but a retry leaves. */
	public function is_final(): bool {
		return ! in_array( $this->status(), array( self::PENDING, self::PROCESSING ), true );
	}

	/**
	 * Whether it is live, and its lifetime is over, or its runner's lease.
	 *
	 * @return bool
	 */
	public function is_due(): bool {
		$now = Clock::now_ms();
		return ! $this->is_final() && ( $this->expires_at() <= $now || ( null !== $this->lease_until() && $this->lease_until() <= $now ) );
	}

	/** Whether its owner may have it run again. */
	public function is_retryable(): bool {
		$error = $this->stored_error();
		return null !== $error && $error['retryable'] && in_array( $this->status(), array( self::FAILED, self::EXPIRED ), true );
	}

	/** What is left of its lifetime, in milliseconds; 0 when it is over. */
	public function remaining_ms(): int {
		return max( 0, $this->expires_at() - Clock::now_ms() );
	}

	/** How long it has been waiting for a runner, or a part of it has, in milliseconds. A retry begins anew. Not of one that waits for a place. */
	public function waiting_ms(): int {
		return ! $this->is_final() && array() !== $this->waiting()
			? max( 0, Clock::now_ms() - ( $this->expires_at() - self::LIFETIME_MS ) )
			: 0;
	}

	/**
	 * The snapshot of docs/wire.md.
	 *
	 * @param bool $needs_runner Whether the client is to send a `run` request.
	 * @return array<string,mixed>
	 */
	public function snapshot( bool $needs_runner = false ): array {
		$snapshot = array(
			'id'             => $this->id(),
			'type'           => $this->type(),
			'status'         => $this->status(),
			'created_at'     => Clock::iso( $this->created_at() ),
			'started_at'     => Clock::iso( $this->started_at() ),
			'finished_at'    => Clock::iso( $this->finished_at() ),
			'expires_at'     => Clock::iso( $this->ends_at() ),
			'attempt'        => $this->attempts(),
			'progress'       => $this->progress(),
			'result'         => self::COMPLETED === $this->status() ? $this->result() : null,
			'error'          => $this->error(),
			'poll_after_ms'  => $this->poll_after_ms(),
			'needs_runner'   => $needs_runner,
			'queue_position' => $this->queue_position(),
			'server_time'    => Clock::iso( Clock::now_ms() ),
		);
		if ( 0 !== $this->part_count() ) {
			$snapshot['partial_result'] = in_array( $this->status(), array( self::PROCESSING, self::CANCELLED ), true ) ? $this->result() : null;
		}
		if ( self::CANCELLED === $this->status() ) {
			// Once a runner has claimed it, the provider may have been asked.
			$snapshot['may_be_billed'] = $this->attempts() > 0;
		}
		return $snapshot;
	}

	/**
	 * What its runner is doing, for people.
	 *
	 * @return array{fraction:?float,message:string}|null
	 */
	private function progress(): ?array {
		if ( self::PROCESSING !== $this->status() ) {
			return null;
		}
		return array(
			'fraction' => $this->fraction(),
			'message'  => __( 'Waiting for the AI provider.', 'wp-ai-jobs' ),
		);
	}

	/**
	 * How many of its parts have ended, either way.
	 *
	 * @return float|null 0 to 1; null where nobody can tell.
	 */
	private function fraction(): ?float {
		if ( 0 === $this->part_count() ) {
			return null;
		}
		$ended = 0;
		foreach ( $this->parts as $part ) {
			$ended += $part->is_final() ? 1 : 0;
		}
		return $ended / $this->part_count();
	}

	/**
	 * When it pays to ask again, in milliseconds.
	 *
	 * @return int|null
	 */
	private function poll_after_ms(): ?int {
		if ( $this->is_final() ) {
			return null;
		}
		$default_ms = 'content' === $this->type() ? 3000 : 5000;
		/**
		 * Filters when it pays to ask for a job's status again.
		 *
		 * Example, a slower site: `add_filter( 'wpaijobs_poll_after_ms', fn() => 10000 );`
		 *
		 * @param int $ms  Milliseconds; 3000 for `content`, 5000 for other types.
		 * @param Job $job The job.
		 */
		return max( 500, Guard::call( fn() => (int) apply_filters( 'wpaijobs_poll_after_ms', $default_ms, $this ), $default_ms ) );
	}
}
