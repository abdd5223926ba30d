<?php
/**
 * What images cost.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI;

defined( 'ABSPATH' ) || exit;

/**
 * The tokens that providers report. Each image of a job is a call of its own, so a job's usage is
 * the sum of what is known of its parts.
 */
final class ImageUsage {

	/** How many numbers of a report are kept, at each of its two levels; OpenAI sends five. */
	private const MAX_NUMBERS = 20;

	/**
	 * The numbers of a provider's report; nothing else that it sends is stored.
	 *
	 * @param mixed $usage As it came, as in `array( 'input_tokens' => 13, 'input_tokens_details' => array( 'text_tokens' => 13 ) )`.
	 * @param bool  $deep  Whether it may have details.
	 * @return array<string,mixed>|null Null when there are none.
	 */
	public static function clean( $usage, bool $deep = true ): ?array {
		$clean = array();
		foreach ( is_array( $usage ) ? array_slice( $usage, 0, self::MAX_NUMBERS ) : array() as $name => $value ) {
			$value = $deep && is_array( $value ) ? self::clean( $value, false ) : $value;
			if ( is_string( $name ) && ( is_array( $value ) || ( is_int( $value ) && $value >= 0 ) ) ) {
				$clean[ $name ] = $value;
			}
		}
		return array() === $clean ? null : $clean;
	}

	/**
	 * What a job's images used.
	 *
	 * @param Job $job A job with its parts.
	 * @return array<string,mixed>|null In the provider's own names; null where it reported nothing.
	 */
	public static function of( Job $job ): ?array {
		$sum = array();
		foreach ( $job->parts() as $part ) {
			$sum = self::add( $sum, $part->result()['usage'] ?? array() );
		}
		return array() === $sum ? null : $sum;
	}

	/**
	 * The tokens of a report.
	 *
	 * @param array<string,mixed>|null $usage A report.
	 * @return array{input_tokens:int,output_tokens:int}|null Null when it does not say both.
	 */
	public static function tokens( ?array $usage ): ?array {
		// Servers that are merely compatible may use the names of texts.
		$input  = $usage['input_tokens'] ?? $usage['prompt_tokens'] ?? null;
		$output = $usage['output_tokens'] ?? $usage['completion_tokens'] ?? null;
		return is_int( $input ) && is_int( $output ) ? array(
			'input_tokens'  => $input,
			'output_tokens' => $output,
		) : null;
	}

	/**
	 * Adds two reports up.
	 *
	 * @param array<string,mixed> $sum   The one.
	 * @param array<string,mixed> $usage The other.
	 * @return array<string,mixed>
	 */
	private static function add( array $sum, array $usage ): array {
		foreach ( $usage as $name => $value ) {
			$before       = $sum[ $name ] ?? null;
			$sum[ $name ] = is_array( $value )
				? self::add( is_array( $before ) ? $before : array(), $value )
				: $value + ( is_int( $before ) ? $before : 0 );
		}
		return $sum;
	}
}
