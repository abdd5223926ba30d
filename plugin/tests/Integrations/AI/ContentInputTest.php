<?php
/**
 * The input of a `content` job, case by case.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Integrations\AI;

use PHPUnit\Framework\TestCase;
use WP_Error;
use WpAiJobs\Integrations\AI\ContentInput;

/**
 * What docs/wire.md says of the fields.
 */
final class ContentInputTest extends TestCase {

	/**
	 * Inputs that are accepted, and what is stored of them.
	 *
	 * @return array<string,array{array<string,mixed>,array<string,mixed>}>
	 */
	public static function accepted(): array {
		return array(
			'a prompt alone'                  => array( array( 'prompt' => 'Rain' ), array( 'prompt' => 'Rain' ) ),
			'a prompt of one character'       => array( array( 'prompt' => 'ü' ), array( 'prompt' => 'ü' ) ),
			'white space around the prompt'   => array( array( 'prompt' => " \n\u{A0}\u{3000}Rain\u{FEFF}\t" ), array( 'prompt' => 'Rain' ) ),
			'white space within the prompt'   => array( array( 'prompt' => "Rain\n\nfalls" ), array( 'prompt' => "Rain\n\nfalls" ) ),
			'markup in the prompt'            => array( array( 'prompt' => '<b>&amp; \\' ), array( 'prompt' => '<b>&amp; \\' ) ),
			'a prompt of 10,000 characters'   => array( array( 'prompt' => str_repeat( '😀', 10000 ) ), array( 'prompt' => str_repeat( '😀', 10000 ) ) ),
			'a prompt of 10,000 when trimmed' => array( array( 'prompt' => ' ' . str_repeat( 'a', 10000 ) . ' ' ), array( 'prompt' => str_repeat( 'a', 10000 ) ) ),
			'every field'                     => array(
				array(
					'keywords' => array( ' wet ', 'grey' ),
					'language' => 'pt-BR',
					'length'   => 'short',
					'tone'     => 'humorous',
					'prompt'   => 'Rain',
				),
				array(
					'prompt'   => 'Rain',
					'tone'     => 'humorous',
					'length'   => 'short',
					'language' => 'pt-BR',
					'keywords' => array( 'wet', 'grey' ),
				),
			),
			'no keywords'                     => array(
				array(
					'prompt'   => 'Rain',
					'keywords' => array(),
				),
				array( 'prompt' => 'Rain' ),
			),
			'20 keywords of 100 characters'   => array(
				array(
					'prompt'   => 'Rain',
					'keywords' => array_fill( 0, 20, str_repeat( 'ä', 100 ) ),
				),
				array(
					'prompt'   => 'Rain',
					'keywords' => array_fill( 0, 20, str_repeat( 'ä', 100 ) ),
				),
			),
			'a language of 35 characters'     => array(
				array(
					'prompt'   => 'Rain',
					'language' => 'de-Latn-DE-1996-abcdefgh-12345678-x',
				),
				array(
					'prompt'   => 'Rain',
					'language' => 'de-Latn-DE-1996-abcdefgh-12345678-x',
				),
			),
			'unknown fields'                  => array(
				array(
					'prompt'        => 'Rain',
					'model'         => 'expensive',
					'selected_text' => 'x',
				),
				array( 'prompt' => 'Rain' ),
			),
		);
	}

	/**
	 * Accepts an input and stores what it names, in one order.
	 *
	 * @dataProvider accepted
	 * @param array<string,mixed> $input    Input.
	 * @param array<string,mixed> $expected What is stored.
	 */
	public function test_accepts( array $input, array $expected ): void {
		$this->assertSame( $expected, ContentInput::validate( $input ) );
	}

	/**
	 * Every tone and every length of the wire.
	 */
	public function test_accepts_every_tone_and_length(): void {
		$tones = array( 'neutral', 'professional', 'friendly', 'casual', 'confident', 'persuasive', 'humorous' );
		foreach ( $tones as $tone ) {
			$this->assertSame(
				$tone,
				ContentInput::validate(
					array(
						'prompt' => 'x',
						'tone'   => $tone,
					)
				)['tone']
			);
		}
		foreach ( array( 'short', 'medium', 'long' ) as $length ) {
			$this->assertSame(
				$length,
				ContentInput::validate(
					array(
						'prompt' => 'x',
						'length' => $length,
					)
				)['length']
			);
		}
	}

	/**
	 * Inputs that are refused, and the field that is named.
	 *
	 * @return array<string,array{array<string,mixed>,string}>
	 */
	public static function refused(): array {
		$with    = static function ( string $field, $value ): array {
			return array(
				array(
					'prompt' => 'Rain',
					$field   => $value,
				),
				'input.' . $field,
			);
		};
		$keyword = static function ( int $index, $value ): array {
			$keywords           = array( 'a', 'b', 'c', 'd' );
			$keywords[ $index ] = $value;
			return array(
				array(
					'prompt'   => 'Rain',
					'keywords' => $keywords,
				),
				'input.keywords.' . $index,
			);
		};
		return array(
			'no prompt'                      => array( array(), 'input.prompt' ),
			'null for a prompt'              => $with( 'prompt', null ),
			'a number for a prompt'          => $with( 'prompt', 12 ),
			'a list for a prompt'            => $with( 'prompt', array( 'Rain' ) ),
			'an empty prompt'                => $with( 'prompt', '' ),
			'a prompt of white space'        => $with( 'prompt', " \n\t\u{A0}\u{2003}\u{FEFF}" ),
			'a prompt of 10,001 characters'  => $with( 'prompt', str_repeat( '😀', 10001 ) ),
			'a prompt that is no UTF-8'      => $with( 'prompt', "R\xE4in" ),
			'an unknown tone'                => $with( 'tone', 'angry' ),
			'a tone in capitals'             => $with( 'tone', 'Neutral' ),
			'an empty tone'                  => $with( 'tone', '' ),
			'null for a tone'                => $with( 'tone', null ),
			'zero for a tone'                => $with( 'tone', 0 ),
			'true for a tone'                => $with( 'tone', true ),
			'an unknown length'              => $with( 'length', 'endless' ),
			'a number for a length'          => $with( 'length', 3 ),
			'null for a length'              => $with( 'length', null ),
			'an underscore in the language'  => $with( 'language', 'pt_BR' ),
			'a sentence for a language'      => $with( 'language', 'German please' ),
			'a line feed after the language' => $with( 'language', "de\n" ),
			'a language of 36 characters'    => $with( 'language', 'de-Latn-DE-1996-abcdefgh-12345678-xy' ),
			'an empty language'              => $with( 'language', '' ),
			'a list for a language'          => $with( 'language', array( 'de' ) ),
			'a string for keywords'          => $with( 'keywords', 'rain, wet' ),
			'null for keywords'              => $with( 'keywords', null ),
			'an object for keywords'         => $with( 'keywords', array( 'first' => 'rain' ) ),
			'21 keywords'                    => $with( 'keywords', array_fill( 0, 21, 'rain' ) ),
			'an empty keyword'               => $keyword( 3, '  ' ),
			'a number for a keyword'         => $keyword( 0, 7 ),
			'a keyword of 101 characters'    => $keyword( 2, str_repeat( 'ä', 101 ) ),
		);
	}

	/**
	 * Refuses an input and names the field.
	 *
	 * @dataProvider refused
	 * @param array<string,mixed> $input Input.
	 * @param string              $field Dotted path.
	 */
	public function test_refuses( array $input, string $field ): void {
		$error = ContentInput::validate( $input );

		$this->assertInstanceOf( WP_Error::class, $error );
		$this->assertSame( 'ai_job_invalid_input', $error->get_error_code() );
		$this->assertNotSame( '', $error->get_error_message() );
		$this->assertSame(
			array(
				'status'    => 400,
				'retryable' => false,
				'field'     => $field,
			),
			$error->get_error_data()
		);
	}
}
