<?php
/**
 * How a `content` job is put to a provider.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI;

use WpAiJobs\Core\Guard;

defined( 'ABSPATH' ) || exit;

/**
 * Turns an author's wishes into an instruction and a prompt. Both are English whatever the
 * site's language: models follow that best, and answer in the language that they are told.
 */
final class ContentPrompt {

	private const TONES = array(
		'neutral'      => 'Write in a neutral, factual tone.',
		'professional' => 'Write in a professional tone.',
		'friendly'     => 'Write in a friendly, warm tone.',
		'casual'       => 'Write in a casual, conversational tone.',
		'confident'    => 'Write in a confident, assertive tone.',
		'persuasive'   => 'Write in a persuasive tone.',
		'humorous'     => 'Write in a humorous, light tone.',
	);

	/** A paragraph, a section, an article. The numbers are ours; models take them as a hint. */
	private const LENGTHS = array(
		'short'  => 'Write about 80 words.',
		'medium' => 'Write about 250 words.',
		'long'   => 'Write about 800 words.',
	);

	/**
	 * How the provider is to write. Holds nothing that an author typed.
	 *
	 * @param array<string,mixed> $input See ContentInput.
	 * @return string
	 */
	public static function system_instruction( array $input ): string {
		$lines   = array(
			'You write text for a post on a website.',
			'Answer with that text alone: no introduction, no closing remark, nothing about yourself or the task.',
			'Format it as Markdown. Where structure helps, use headings (from level 2), lists, tables, quotes and code blocks. Use no HTML, and do not put the answer as a whole into a code block.',
			Material::warning( array( 'post_title', 'selected_text' ) ),
		);
		$lines[] = self::TONES[ $input['tone'] ?? '' ] ?? '';
		$lines[] = self::LENGTHS[ $input['length'] ?? '' ] ?? '';
		$lines[] = isset( $input['language'] )
			? sprintf( 'Write in the language with the BCP 47 tag "%s".', $input['language'] )
			: 'Write in the language of the request.';

		$instruction = implode( "\n", array_filter( $lines ) );
		/**
		 * Filters how a provider is told to write a text.
		 *
		 *     add_filter( 'wpaijobs_content_system_instruction', function ( string $instruction ): string {
		 *         return $instruction . "\nUse British spelling.";
		 *     } );
		 *
		 * @param string              $instruction English, one sentence or more a line.
		 * @param array<string,mixed> $input       The job's input, see docs/wire.md.
		 */
		return Guard::call( static fn() => (string) apply_filters( 'wpaijobs_content_system_instruction', $instruction, $input ), $instruction );
	}

	/**
	 * What it is to write.
	 *
	 * @param array<string,mixed> $input   See ContentInput.
	 * @param array<string,mixed> $context `title`, `selected_text`, each only if given.
	 * @return string
	 */
	public static function prompt( array $input, array $context ): string {
		$parts = array( $input['prompt'] );
		if ( ! empty( $input['keywords'] ) ) {
			$parts[] = 'Use these keywords where they fit: ' . implode( ', ', $input['keywords'] );
		}
		$material = array(
			'post_title'    => (string) ( $context['title'] ?? '' ),
			'selected_text' => (string) ( $context['selected_text'] ?? '' ),
		);
		return implode( "\n\n", array_merge( $parts, Material::wrap( $material ) ) );
	}
}
