<?php
/**
 * The job type `content`.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Integrations\AI;

use WP_Error;
use WpAiJobs\Integrations\AI\ContentHandler;
use WpAiJobs\Integrations\AI\Job;
use WpAiJobs\Integrations\AI\Provider\TextResult;
use WpAiJobs\Tests\Double\ScriptedTextProvider;
use WpAiJobs\Tests\ProviderTestCase;

/**
 * From a claimed job to its result.
 */
final class ContentHandlerTest extends ProviderTestCase {

	/**
	 * Has one provider answer.
	 *
	 * @param mixed $answer Its answer.
	 * @return ScriptedTextProvider
	 */
	private function provider( $answer ): ScriptedTextProvider {
		$provider = new ScriptedTextProvider( $answer );
		add_filter(
			'wpaijobs_text_providers',
			static function () use ( $provider ): array {
				return array( $provider );
			}
		);
		return $provider;
	}

	/**
	 * The result as the wire carries it.
	 */
	public function test_returns_the_text_with_model_and_usage(): void {
		$usage = array(
			'input_tokens'  => 12,
			'output_tokens' => 34,
		);
		$this->provider( new TextResult( "```markdown\n# Rain\n```", 'model-1', $usage ) );

		$this->assertSame(
			array(
				'content' => '# Rain',
				'format'  => 'markdown',
				'model'   => 'model-1',
				'usage'   => $usage,
			),
			( new ContentHandler() )->execute( $this->job( array( 'prompt' => 'Rain' ) ) )
		);
	}

	/**
	 * What a provider does not tell is null.
	 */
	public function test_returns_null_for_what_is_not_known(): void {
		$this->provider( new TextResult( 'Rain' ) );
		$result = ( new ContentHandler() )->execute( $this->job( array( 'prompt' => 'Rain' ) ) );

		$this->assertNull( $result['model'] );
		$this->assertNull( $result['usage'] );
	}

	/**
	 * Instruction, prompt and what is left of the lifetime reach the provider, once.
	 */
	public function test_asks_once_with_what_is_left_of_the_lifetime(): void {
		$provider = $this->provider( new TextResult( 'Rain' ) );
		( new ContentHandler() )->execute(
			$this->job(
				array(
					'prompt' => 'Rain',
					'tone'   => 'casual',
				),
				array( 'title' => 'Weather' )
			)
		);

		$this->assertCount( 1, $provider->requests );
		$this->assertSame( "Rain\n\n<post_title>\nWeather\n</post_title>", $provider->requests[0]->prompt() );
		$this->assertStringContainsString( 'casual', $provider->requests[0]->system_instruction() );
		$this->assertSame( Job::LIFETIME_MS - 2000, $provider->requests[0]->remaining_ms() );
	}

	/**
	 * A text that ends in the middle is kept, and looks like it.
	 */
	public function test_marks_a_truncated_text(): void {
		$this->provider( new TextResult( "# Rain\n\nIt falls and", null, null, true ) );
		$this->assertSame( "# Rain\n\nIt falls and…", ( new ContentHandler() )->execute( $this->job( array( 'prompt' => 'Rain' ) ) )['content'] );
	}

	/**
	 * Nothing is no text.
	 */
	public function test_fails_with_an_empty_answer(): void {
		$this->provider( new TextResult( "<think>Hm.</think>\n" ) );
		$this->assertJobError( 'provider_invalid_response', true, true, ( new ContentHandler() )->execute( $this->job( array( 'prompt' => 'Rain' ) ) ) );
	}

	/**
	 * Nothing, because the limit was used up by thinking.
	 */
	public function test_says_when_the_limit_left_room_for_nothing(): void {
		$this->provider( new TextResult( '', null, null, true ) );
		$error = ( new ContentHandler() )->execute( $this->job( array( 'prompt' => 'Rain' ) ) );

		$this->assertJobError( 'provider_invalid_response', true, true, $error );
		$this->assertStringContainsString( 'length limit', $error->get_error_message() );
	}

	/**
	 * A provider's error is the job's.
	 */
	public function test_passes_an_error_on(): void {
		$error = new WP_Error( 'provider_refused', '' );
		$this->provider( $error );
		$this->assertSame( $error, ( new ContentHandler() )->execute( $this->job( array( 'prompt' => 'Rain' ) ) ) );
	}

	/**
	 * A provider can go between start and run.
	 */
	public function test_fails_when_no_provider_is_left(): void {
		$this->settings( array( 'demo' => false ) );
		$this->assertJobError( 'no_provider', true, false, ( new ContentHandler() )->execute( $this->job( array( 'prompt' => 'Rain' ) ) ) );
	}

	/**
	 * Who would answer, in three situations.
	 */
	public function test_says_who_would_answer(): void {
		$handler = new ContentHandler();
		$this->assertSame(
			array(
				'available' => true,
				'provider'  => 'demo',
				'label'     => 'Demo',
				'demo'      => true,
			),
			$handler->capabilities()
		);

		$this->settings( array( 'openai_key' => self::KEY ) );
		$this->assertSame(
			array(
				'available' => true,
				'provider'  => 'openai',
				'label'     => 'OpenAI',
				'demo'      => false,
			),
			$handler->capabilities()
		);

		$this->settings( array( 'demo' => false ) );
		$this->assertSame(
			array(
				'available' => false,
				'provider'  => null,
				'label'     => null,
				'demo'      => false,
			),
			$handler->capabilities()
		);
	}
}
