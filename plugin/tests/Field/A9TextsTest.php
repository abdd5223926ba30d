<?php
/**
 * Long texts, and texts that are cut.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Field;

use WP_REST_Request;
use WpAiJobs\Integrations\AI\AttachmentFields;
use WpAiJobs\Integrations\AI\ContentAnswer;
use WpAiJobs\Integrations\AI\JobManager;
use WpAiJobs\Integrations\AI\Material;
use WpAiJobs\Integrations\AI\Provider\Demo;
use WpAiJobs\Integrations\AI\Provider\ImageResponse;
use WpAiJobs\Integrations\AI\Provider\TextRequest;
use WpAiJobs\Integrations\AI\Runner;
use WpAiJobs\Integrations\AI\Text;
use WpAiJobs\Tests\PluginTestCase;

/**
 * PHP without PCRE's compiler, with a limit that some hosts set: a regular expression that takes
 * more steps the longer a run of characters is gives up there, and one that takes some for each
 * pair of characters takes seconds.
 */
final class A9TextsTest extends PluginTestCase {

	/** So many steps may one attempt to match take; PHP's own limit is 1,000,000. */
	private const STEPS = 1000;

	private const LONG = 200000;

	/** Asked only of what is short: its length is looked at first. */
	private const SHORT = array( '/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/D' );

	/** What cannot be cut: a family, a flag, a letter with accents, a hand with its skin. */
	private const WHOLE = array( '👩‍👩‍👧', '🇦🇹', "e\u{301}\u{323}", '👋🏽' );

	/** A small host. */
	protected function setUp(): void {
		parent::setUp();
		ini_set( 'pcre.jit', '0' ); // phpcs:ignore WordPress.PHP.IniSet.Risky
		ini_set( 'pcre.backtrack_limit', (string) self::STEPS ); // phpcs:ignore WordPress.PHP.IniSet.Risky
	}

	/** As it was. */
	protected function tearDown(): void {
		ini_restore( 'pcre.jit' );
		ini_restore( 'pcre.backtrack_limit' );
		parent::tearDown();
	}

	/**
	 * Long runs, and what is to come of them.
	 *
	 * @return array<string,array{callable():mixed,mixed}>
	 */
	public static function long_texts(): array {
		$spaces = str_repeat( ' ', self::LONG );
		$mixed  = str_repeat( " \u{A0}\u{FEFF}\n", intdiv( self::LONG, 4 ) );
		$rain   = str_repeat( 'Rain falls. ', intdiv( self::LONG, 12 ) ) . 'End.';
		$ticks  = str_repeat( '`', self::LONG );
		$trim   = array( Text::class, 'trim' );
		$clean  = array( ContentAnswer::class, 'clean' );
		$wrap   = static function ( string $text ): string {
			return Material::wrap( array( 'post_text' => $text ) )[0];
		};
		$call   = static function ( callable $function, ...$arguments ): callable {
			return static function () use ( $function, $arguments ) {
				return $function( ...$arguments );
			};
		};
		return array(
			'trim, spaces within'            => array( $call( $trim, "a{$spaces}b" ), "a{$spaces}b" ),
			'trim, spaces around'            => array( $call( $trim, "{$spaces}a{$spaces}" ), 'a' ),
			'trim, white space of all kinds' => array( $call( $trim, "{$mixed}a{$mixed}b{$mixed}" ), "a{$mixed}b" ),
			'trim, spaces alone'             => array( $call( $trim, $spaces ), '' ),
			'excerpt, spaces'                => array( $call( array( Text::class, 'excerpt' ), "a{$spaces}b", 10 ), 'a b' ),
			'excerpt, one word'              => array( $call( array( Text::class, 'excerpt' ), $rain, 24 ), 'Rain falls. Rain falls.…' ),
			'cut'                            => array( $call( array( Text::class, 'cut' ), $rain, 9 ), 'Rain fall' ),
			'material, spaces behind <'      => array( $call( $wrap, "<{$spaces}b post_text" ), "<post_text>\n<{$spaces}b post_text\n</post_text>" ),
			'material, <'                    => array( $call( $wrap, str_repeat( '< ', self::LONG ) . 'b' ), "<post_text>\n" . str_repeat( '< ', self::LONG ) . "b\n</post_text>" ),
			'material, a tag far away'       => array( $call( $wrap, "<{$spaces}/{$spaces}post_text>" ), "<post_text>\n&lt;{$spaces}/{$spaces}post_text>\n</post_text>" ),
			'thoughts'                       => array( $call( $clean, "<think>$rain</think>\n\nA" ), 'A' ),
			'thoughts without an end'        => array( $call( $clean, "<think>$rain" ), "<think>$rain" ),
			'a Markdown fence'               => array( $call( $clean, "```markdown\n$rain\n```" ), $rain ),
			'a Markdown fence, cut off'      => array( $call( $clean, "```markdown\n$rain" ), $rain ),
			'a bare fence'                   => array( $call( $clean, "```\n$rain\n```" ), $rain ),
			'a fence without an end'         => array( $call( $clean, "```\n$rain" ), "```\n$rain" ),
			'backticks'                      => array( $call( $clean, "$ticks\n$rain\n$ticks" ), $rain ),
			'backticks alone'                => array( $call( $clean, "a $ticks" ), "a $ticks" ),
			'a demo of spaces'               => array(
				static function () use ( $spaces ): int {
					return substr_count( ( new Demo() )->generate_text( new TextRequest( '', '', "a{$spaces}b", PHP_INT_MAX ) )->text(), "> a b\n" );
				},
				1,
			),
			'an answer of white space'       => array(
				static function () use ( $spaces ) {
					$file = (string) wp_tempnam( 'answer' );
					file_put_contents( $file, "{\"data\":[{\"b64_json\"{$spaces}:\"data:image/png,$spaces\"}]}" );
					$answer = ImageResponse::read( $file, $file . '.png' );
					unlink( $file );
					return isset( $answer['data'][0]['b64_json'] );
				},
				true,
			),
			'half a character in JSON'       => array( $call( array( Text::class, 'decode' ), '"' . str_repeat( '\\\\\\ud83c', self::LONG ) . '"' ), str_repeat( "\\\u{FFFD}", self::LONG ) ),
		);
	}

	/**
	 * Gives up on nothing.
	 *
	 * @dataProvider long_texts
	 * @param callable():mixed $work     Does something with a long text.
	 * @param mixed            $expected What comes of it.
	 */
	public function test_a_long_text_is_read_to_its_end_with_few_steps( callable $work, $expected ): void {
		$this->assertTrue( $work() === $expected, preg_last_error_msg() );
	}

	/**
	 * All that stand in the source as such, those of other people's, too.
	 *
	 * @return array<string,array{string}>
	 */
	public static function patterns(): array {
		$patterns = array();
		$files    = new \RecursiveIteratorIterator( new \RecursiveDirectoryIterator( dirname( __DIR__, 2 ) . '/includes', \FilesystemIterator::SKIP_DOTS ) );
		foreach ( $files as $file ) {
			foreach ( 'php' === $file->getExtension() ? token_get_all( (string) file_get_contents( (string) $file ) ) : array() as $token ) {
				if ( T_CONSTANT_ENCAPSED_STRING === $token[0] && 1 === preg_match( '~^([/#\~]).+\1[a-zA-Z]*$~Ds', stripslashes_deep( substr( $token[1], 1, -1 ) ) ) ) {
					$pattern = str_replace( array( "\\'", '\\\\' ), array( "'", '\\' ), substr( $token[1], 1, -1 ) );
					// Paths of routes look like one, and are none.
					if ( ! in_array( $pattern, self::SHORT, true ) && false !== strpbrk( $pattern, '[(\\|$' ) && false !== @preg_match( $pattern, '' ) ) {
						$patterns[ $pattern ] = array( $pattern );
					}
				}
			}
		}
		return $patterns;
	}

	/**
	 * A new one is looked at, too.
	 *
	 * @dataProvider patterns
	 * @param string $pattern Regular expression.
	 */
	public function test_no_regular_expression_gives_up_on_a_long_run( string $pattern ): void {
		foreach ( array( ' ', "\n", "\t", 'a', '0', '-', '<', '`', '~', '"', '/', '\\', '.', "\xC3\xA9", '<think>', '"url"', 'a-', '0.', 'x1' ) as $run ) {
			foreach ( array( '', '<', '/', '"url"', 'data:', '```', '```md', "~~~\n", 'a', '<think>', '.1-', 'timed out after ', 'transfer-encoding:' ) as $beginning ) {
				preg_match( $pattern, $beginning . str_repeat( $run, 10000 ) . "\x01" );
				$this->assertSame( PREG_NO_ERROR, preg_last_error(), sprintf( '%s on %s and many of %s', $pattern, wp_json_encode( $beginning ), wp_json_encode( $run ) ) );
			}
		}
	}

	/** They are found: those that there are at least. */
	public function test_the_regular_expressions_of_the_source_are_found(): void {
		$this->assertArrayHasKey( '/\s++/u', self::patterns() );
		$this->assertGreaterThan( 20, count( self::patterns() ) );
	}

	/**
	 * What cuts.
	 *
	 * @return array<string,array{callable(string):string}>
	 */
	public static function cuts(): array {
		return array(
			'cut'                    => array(
				static function ( string $text ): string {
					return Text::cut( $text, 50 );
				},
			),
			'an alternative text'    => array(
				static function ( string $text ): string {
					return Text::excerpt( $text, 50 );
				},
			),
			'a title'                => array(
				static function ( string $text ): string {
					return AttachmentFields::clean( array(), $text )['title'];
				},
			),
			'a prompt that is shown' => array(
				static function ( string $text ): string {
					preg_match( '/^> (.*)$/m', ( new Demo() )->generate_text( new TextRequest( '', '', $text, PHP_INT_MAX ) )->text(), $match );
					return $match[1];
				},
			),
		);
	}

	/**
	 * At each limit, and with something that cannot be cut at each place before it.
	 *
	 * @dataProvider cuts
	 * @param callable(string):string $cut Cuts a text.
	 */
	public function test_a_text_is_cut_between_characters( callable $cut ): void {
		foreach ( self::WHOLE as $whole ) {
			for ( $before = 0; $before < 8; $before++ ) {
				$result = $cut( str_repeat( 'a', $before ) . str_repeat( $whole, 300 ) );
				$rest   = str_replace( array( $whole, '…' ), '', ltrim( $result, 'a' ) );
				$this->assertSame( '', $rest, wp_json_encode( $result ) );
				$this->assertStringContainsString( $whole, $result );
			}
		}
	}

	/** It is as long as it may be, and not longer. */
	public function test_what_fits_is_left(): void {
		$this->assertSame( 'ab👋🏽', Text::cut( 'ab👋🏽', 4 ) );
		$this->assertSame( 'ab👋🏽', Text::cut( 'ab👋🏽c', 4 ) );
		$this->assertSame( 'ab', Text::cut( 'ab👋🏽', 3 ) );
		$this->assertSame( '👋', Text::cut( '👋🏽', 1 ), 'Rather than nothing.' );
		$this->assertSame( '', Text::cut( 'ab', 0 ) );
	}

	/**
	 * JSON with half a character, as a text has that was cut at its limit.
	 *
	 * @return array<string,array{string,mixed}>
	 */
	public static function halves(): array {
		return array(
			'the first half'     => array( '{"a":"Rain \ud83c"}', array( 'a' => "Rain \u{FFFD}" ) ),
			'the second half'    => array( '{"a":"\udf27 rain"}', array( 'a' => "\u{FFFD} rain" ) ),
			'both, turned round' => array( '{"a":"\udf27\ud83c"}', array( 'a' => "\u{FFFD}\u{FFFD}" ) ),
			'beside a whole one' => array( '{"a":"\ud83c\udf27\ud83c"}', array( 'a' => "🌧\u{FFFD}" ) ),
			'a backslash before' => array( '{"a":"\\\\ud83c \ud83c"}', array( 'a' => "\\ud83c \u{FFFD}" ) ),
			'bytes'              => array( "{\"a\":\"Rain \xF0\x9F\"}", array( 'a' => "Rain \u{FFFD}\u{FFFD}" ) ),
			'no JSON'            => array( '{"a":"\ud83c', null ),
		);
	}

	/**
	 * What was paid for is read.
	 *
	 * @dataProvider halves
	 * @param string $json     JSON.
	 * @param mixed  $expected What it says.
	 */
	public function test_json_with_half_a_character_is_read( string $json, $expected ): void {
		$this->assertSame( $expected, Text::decode( $json ) );
	}

	/** On the wire, too. */
	public function test_a_result_with_half_a_character_reaches_its_owner(): void {
		ini_restore( 'pcre.backtrack_limit' );
		self::log_in( 'admin' );
		self::register_type(
			static function (): array {
				return array( 'text' => substr( 'Rain 🌧', 0, -2 ) );
			}
		);
		$job = ( new Runner() )->run( self::pending( array( 'owner_id' => get_current_user_id() ) )->id() );
		$this->assertSame( 'completed', $job->status() );
		$request = new WP_REST_Request( 'GET', '/wp-ai-jobs/v1/jobs' );
		$request->set_param( 'include', $job->id() );
		$wire = json_decode( (string) wp_json_encode( rest_do_request( $request )->get_data() ), true );
		$this->assertStringStartsWith( 'Rain ', $wire[0]['result']['text'] ?? '' );
		$this->assertStringStartsWith( 'Rain ', ( new JobManager() )->get( $job->id() )->result()['text'] );
	}
}
