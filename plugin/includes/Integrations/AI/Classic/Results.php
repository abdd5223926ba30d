<?php
/**
 * Jobs as the classic wire has them.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI\Classic;

use WpAiJobs\Integrations\AI\ImageUsage;
use WpAiJobs\Integrations\AI\Job;
use WpAiJobs\Integrations\AI\Text;

defined( 'ABSPATH' ) || exit;

/**
 * Writes what a status check answers.
 */
final class Results {

	/** How long the proposed texts of an image may be, in characters. */
	private const TEXT_LENGTHS = array(
		'title'       => 60,
		'alt_tag'     => 125,
		'caption'     => 200,
		'description' => 300,
	);

	/**
	 * A status check's data.
	 *
	 * @param Job $job The job.
	 * @return array<string,mixed>
	 */
	public static function status( Job $job ): array {
		$data = array(
			'success'    => true,
			// The classic wire has no word for a stopped job.
			'status'     => Job::CANCELLED === $job->status() ? Job::FAILED : $job->status(),
			'created_at' => self::local_seconds( $job->created_at() ),
			'updated_at' => self::local_seconds( $job->finished_at() ?? $job->started_at() ?? $job->created_at() ),
		);
		if ( Job::COMPLETED === $job->status() ) {
			$data['result'] = self::of( $job );
		} elseif ( $job->is_final() ) {
			$data['error'] = self::error( $job );
		}
		return $data;
	}

	/**
	 * The result of a completed job.
	 *
	 * @param Job $job The job.
	 * @return array<string,mixed>
	 */
	public static function of( Job $job ): array {
		$result = (array) $job->result();
		if ( 'image' === $job->type() ) {
			return array(
				'success' => true,
				'images'  => self::images( $job, $result['images'] ?? array() ),
				'usage'   => self::image_usage( $job ),
			);
		}
		if ( 'content' !== $job->type() ) {
			// A type of the site's own, started over REST.
			return array( 'success' => true ) + $result;
		}
		return array(
			'success' => true,
			'content' => $result['content'],
			'usage'   => self::text_usage( $result['usage'] ?? null ),
		);
	}

	/**
	 * Why a job has no result.
	 *
	 * @param Job $job The job.
	 * @return string
	 */
	public static function error( Job $job ): string {
		$error = $job->error();
		return null === $error ? __( 'The job was stopped.', 'wp-ai-jobs' ) : $error['message'];
	}

	/**
	 * The images of a job.
	 *
	 * @param Job                             $job    The job.
	 * @param array<int,array<string,mixed>> $images As REST has them.
	 * @return array<int,array<string,string|null>>
	 */
	private static function images( Job $job, array $images ): array {
		return array_map(
			static function ( array $image ) use ( $job ): array {
				$prompt = $image['revised_prompt'] ?? $job->input()['prompt'];
				$entry  = array(
					'image_url'      => $image['preview_url'],
					'image_b64'      => null,
					'revised_prompt' => $prompt,
				);
				foreach ( self::TEXT_LENGTHS as $name => $length ) {
					$entry[ $name ] = Text::excerpt( $prompt, $length );
				}
				return $entry;
			},
			$images
		);
	}

	/**
	 * What a text cost.
	 *
	 * @param array{input_tokens:int,output_tokens:int}|null $usage As REST has it.
	 * @return array{prompt_tokens:int,completion_tokens:int,total_tokens:int}|null Null where the provider does not tell.
	 */
	private static function text_usage( ?array $usage ): ?array {
		return null === $usage ? null : array(
			'prompt_tokens'     => $usage['input_tokens'],
			'completion_tokens' => $usage['output_tokens'],
			'total_tokens'      => $usage['input_tokens'] + $usage['output_tokens'],
		);
	}

	/**
	 * What images cost, all together: each was a call of its own.
	 *
	 * @param Job $job The job.
	 * @return array{input_tokens:?int,output_tokens:?int,total_tokens:?int,message:string,raw_usage:?array<string,mixed>} Tokens are null where the provider does not tell.
	 */
	private static function image_usage( Job $job ): array {
		$raw    = ImageUsage::of( $job );
		$tokens = ImageUsage::tokens( $raw );
		return array(
			'input_tokens'  => $tokens['input_tokens'] ?? null,
			'output_tokens' => $tokens['output_tokens'] ?? null,
			'total_tokens'  => $raw['total_tokens'] ?? ( null === $tokens ? null : $tokens['input_tokens'] + $tokens['output_tokens'] ),
			'message'       => null === $tokens
				? __( 'The AI provider does not say how many tokens the images used.', 'wp-ai-jobs' )
				: sprintf(
					/* translators: 1: number of tokens, 2: number of tokens */
					__( 'The images used %1$s input tokens and %2$s output tokens.', 'wp-ai-jobs' ),
					number_format_i18n( $tokens['input_tokens'] ),
					number_format_i18n( $tokens['output_tokens'] )
				),
			'raw_usage'     => $raw,
		);
	}

	/**
	 * A time as classic clients get it: seconds, shifted by the site's offset from UTC.
	 *
	 * @param int $ms Milliseconds since the Unix epoch.
	 * @return int
	 */
	private static function local_seconds( int $ms ): int {
		return intdiv( $ms, 1000 ) + (int) round( (float) get_option( 'gmt_offset' ) * HOUR_IN_SECONDS );
	}
}
