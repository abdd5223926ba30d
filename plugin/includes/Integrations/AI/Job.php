<?php
/**
 * One job.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI;

use WpAiJobs\Clock;

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
	);

	private const JSON = array( 'input', 'context', 'result', 'error' );
	private const INTS = array( 'owner_id', 'post_id', 'attempt', 'revision', 'created_at', 'started_at', 'finished_at', 'expires_at', 'lease_until', 'acknowledged_at' );

	/**
	 * The fields by column, decoded.
	 *
	 * @var array<string,mixed>
	 */
	private $fields;

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
		return new self( array_merge( $this->fields, $changes ) );
	}

	/** A UUID v4, behind `job_` when the classic carrier made it. */
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

	/** How often a runner has claimed it. */
	public function attempt(): int {
		return $this->fields['attempt'];
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
	 * The result, with `completed`.
	 *
	 * @return array<string,mixed>|null
	 */
	public function result(): ?array {
		return $this->fields['result'];
	}

	/**
	 * The error, with `failed` and `expired`; its sentence in the reader's language.
	 *
	 * @return array{code:string,message:string,retryable:bool,may_be_billed:bool}|null
	 */
	public function error(): ?array {
		$error = $this->fields['error'];
		if ( is_array( $error ) && '' === ( $error['message'] ?? '' ) ) {
			$error['message'] = Errors::sentence( $error['code'] );
		}
		return $error;
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

	/** Whether its status is one that nothing but a retry leaves. */
	public function is_final(): bool {
		return ! in_array( $this->status(), array( self::PENDING, self::PROCESSING ), true );
	}

	/** What is left of its lifetime, in milliseconds; 0 when it is over. */
	public function remaining_ms(): int {
		return max( 0, $this->expires_at() - Clock::now_ms() );
	}

	/** How long it has been waiting for a runner, in milliseconds. A retry begins anew. */
	public function waiting_ms(): int {
		return self::PENDING === $this->status()
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
			'id'            => $this->id(),
			'type'          => $this->type(),
			'status'        => $this->status(),
			'created_at'    => Clock::iso( $this->created_at() ),
			'started_at'    => Clock::iso( $this->started_at() ),
			'finished_at'   => Clock::iso( $this->finished_at() ),
			'expires_at'    => Clock::iso( $this->expires_at() ),
			'attempt'       => $this->attempt(),
			'progress'      => $this->progress(),
			'result'        => self::COMPLETED === $this->status() ? $this->result() : null,
			'error'         => $this->error(),
			'poll_after_ms' => $this->poll_after_ms(),
			'needs_runner'  => $needs_runner,
			'server_time'   => Clock::iso( Clock::now_ms() ),
		);
		if ( self::CANCELLED === $this->status() ) {
			// Once a runner has claimed it, the provider may have been asked.
			$snapshot['may_be_billed'] = $this->attempt() > 0;
		}
		return $snapshot;
	}

	/**
	 * What its runner is doing, for people.
	 *
	 * @return array{fraction:null,message:string}|null
	 */
	private function progress(): ?array {
		if ( self::PROCESSING !== $this->status() ) {
			return null;
		}
		return array(
			'fraction' => null,
			'message'  => __( 'Waiting for the AI provider.', 'wp-ai-jobs' ),
		);
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
		/**
		 * Filters when it pays to ask for a job's status again.
		 *
		 * Example, a slower site: `add_filter( 'wp_ai_jobs_poll_after_ms', fn() => 10000 );`
		 *
		 * @param int $ms  Milliseconds; 3000 for `content`, 5000 for other types.
		 * @param Job $job The job.
		 */
		return max( 500, (int) apply_filters( 'wp_ai_jobs_poll_after_ms', 'content' === $this->type() ? 3000 : 5000, $this ) );
	}
}
