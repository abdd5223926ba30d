<?php
/**
 * What models put around a text.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Integrations\AI;

use PHPUnit\Framework\TestCase;
use WpAiJobs\Integrations\AI\ContentAnswer;

/**
 * What goes, and what stays.
 */
final class ContentAnswerTest extends TestCase {

	/**
	 * Answers and their texts.
	 *
	 * @return array<string,array{string,string}>
	 */
	public static function answers(): array {
		return array(
			'a text'                            => array( "# A\n\nB", "# A\n\nB" ),
			'white space around'                => array( "\n\n A \n", 'A' ),
			'Windows line ends'                 => array( "A\r\n\r\nB", "A\n\nB" ),
			'nothing'                           => array( " \n ", '' ),
			'a Markdown fence'                  => array( "```markdown\n# A\n```", '# A' ),
			'a Markdown fence in capitals'      => array( "```MD \n# A\n```\n", '# A' ),
			'a bare fence'                      => array( "```\n# A\n```", '# A' ),
			'a fence of tildes'                 => array( "~~~\n# A\n~~~", '# A' ),
			'code within a Markdown fence'      => array( "```markdown\nA\n```php\necho;\n```\n```", "A\n```php\necho;\n```" ),
			'code within a longer fence'        => array( "````\nA\n```php\necho;\n```\n````", "A\n```php\necho;\n```" ),
			'a Markdown fence that was cut off' => array( "```markdown\n# A\n\nB and", "# A\n\nB and" ),
			'code alone'                        => array( "```php\necho;\n```", "```php\necho;\n```" ),
			'text between two pieces of code'   => array( "```\na\n```\nand\n```\nb\n```", "```\na\n```\nand\n```\nb\n```" ),
			'text after a fence'                => array( "```markdown\n# A\n```\n\nB", "```markdown\n# A\n```\n\nB" ),
			'thoughts before the text'          => array( "<think>\nHm.\n</think>\n\nA", 'A' ),
			'thoughts before a fence'           => array( "<think>Hm.</think>\n```markdown\nA\n```", 'A' ),
			'nothing but thoughts'              => array( '<think>Hm.</think>', '' ),
			'a text about thinking'             => array( 'Use <think>x</think> here', 'Use <think>x</think> here' ),
		);
	}

	/**
	 * Cleans an answer.
	 *
	 * @dataProvider answers
	 * @param string $answer Answer.
	 * @param string $text   Its text.
	 */
	public function test_cleans( string $answer, string $text ): void {
		$this->assertSame( $text, ContentAnswer::clean( $answer ) );
	}

	/**
	 * An answer as long as one can be comes through whole.
	 */
	public function test_loses_nothing_of_a_long_answer(): void {
		$text = str_repeat( 'Rain falls. ', 80000 ) . 'End.';
		$this->assertSame( $text, ContentAnswer::clean( $text ) );
		$this->assertSame( $text, ContentAnswer::clean( "```markdown\n$text\n```" ) );
	}
}
