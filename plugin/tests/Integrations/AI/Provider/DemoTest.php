<?php
/**
 * The demo provider.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Integrations\AI\Provider;

use WpAiJobs\Integrations\AI\Provider\Demo;
use WpAiJobs\Integrations\AI\Provider\TextRequest;
use WpAiJobs\Integrations\AI\Provider\TextResult;
use WpAiJobs\Tests\ProviderTestCase;

/**
 * An example that says that it is one.
 */
final class DemoTest extends ProviderTestCase {

	/**
	 * The same prompt, the same text.
	 */
	public function test_is_deterministic(): void {
		$first = ( new Demo() )->generate_text( $this->request() );
		$this->assertInstanceOf( TextResult::class, $first );
		$this->assertEquals( $first, ( new Demo() )->generate_text( $this->request() ) );
		$this->assertNotEquals( $first, ( new Demo() )->generate_text( $this->request( 100000, 'Another' ) ) );
	}

	/**
	 * It says so, in the text and to the editor.
	 */
	public function test_is_labelled_a_demo(): void {
		$result = ( new Demo() )->generate_text( $this->request() );

		$this->assertTrue( ( new Demo() )->is_demo() );
		$this->assertStringContainsString( 'not written by an AI', $result->text() );
		$this->assertSame( 'demo', $result->model() );
		$this->assertNull( $result->usage() );
	}

	/**
	 * It mentions the prompt and holds one of everything.
	 */
	public function test_mentions_the_prompt_and_has_one_of_everything(): void {
		$text = ( new Demo() )->generate_text( $this->request( 100000, 'A haiku about rain' ) )->text();

		$this->assertStringContainsString( '> A haiku about rain', $text );
		foreach ( array( '/^## /m', '/^### /m', '/^- /m', '/^1\. /m', '/^\| --- \|/m', '/^```js$/m', '/\*\*.+\*\*/', '/\[.+\]\(https:/' ) as $markdown ) {
			$this->assertMatchesRegularExpression( $markdown, $text );
		}
	}

	/**
	 * It quotes the author, not what the plugin makes of it for a provider.
	 */
	public function test_quotes_the_authors_words_alone(): void {
		$request = new TextRequest( 'Write.', "Rain\n\n<post_title>\nA post\n</post_title>", 'Rain', self::NOW_MS + 100000 );
		$this->assertMatchesRegularExpression( '/^> Rain$/m', ( new Demo() )->generate_text( $request )->text() );
	}

	/**
	 * A prompt cannot break out of its quotation, however it is written.
	 */
	public function test_quotes_the_prompt_as_text(): void {
		$text = ( new Demo() )->generate_text( $this->request( 100000, "# One\n\n<b>two</b> `three` | " . str_repeat( 'ü', 300 ) ) )->text();

		$this->assertStringContainsString( '> \\# One \\<b\\>two\\</b\\> \\`three\\` \\| ü', $text );
		$this->assertStringContainsString( 'ü…', $text );
		$this->assertStringNotContainsString( str_repeat( 'ü', 200 ), $text );
	}

	/**
	 * It can be switched off.
	 */
	public function test_can_be_switched_off(): void {
		$this->assertTrue( ( new Demo() )->is_configured() );
		$this->settings( array( 'demo' => false ) );
		$this->assertFalse( ( new Demo() )->is_configured() );
	}

	/**
	 * Its delay: 3000 ms, the environment's, the filter's; never below none.
	 */
	public function test_takes_its_delay_from_the_environment_and_a_filter(): void {
		$seen = array();
		add_filter(
			'wpaijobs_demo_delay_ms',
			static function ( int $delay_ms ) use ( &$seen ): int {
				$seen[] = $delay_ms;
				return -5;
			}
		);
		remove_filter( 'wpaijobs_demo_delay_ms', '__return_zero' );

		( new Demo() )->generate_text( $this->request() );
		putenv( 'WPAIJOBS_DEMO_DELAY_MS=120' );
		( new Demo() )->generate_text( $this->request() );
		putenv( 'WPAIJOBS_DEMO_DELAY_MS=soon' );
		( new Demo() )->generate_text( $this->request() );

		$this->assertSame( array( 3000, 120, 3000 ), $seen );
	}

	/**
	 * A delay beyond the lifetime is a provider that did not answer in time.
	 */
	public function test_times_out_with_the_lifetime(): void {
		remove_filter( 'wpaijobs_demo_delay_ms', '__return_zero' );
		$this->assertJobError( 'provider_timeout', true, false, ( new Demo() )->generate_text( $this->request( 2000 ) ) );
	}
}
