<?php
/**
 * Values by a JSON Schema.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Integrations\AI;

use WP_Error;
use WpAiJobs\Integrations\AI\Schema;
use WpAiJobs\Tests\PluginTestCase;

/**
 * What fits, what comes of it, and which field does not fit.
 */
final class SchemaTest extends PluginTestCase {

	private const SCHEMA = array(
		'type'       => 'object',
		'required'   => array( 'text' ),
		'properties' => array(
			'text'     => array(
				'type'      => 'string',
				'minLength' => 1,
				'maxLength' => 5,
			),
			'sentences' => array(
				'type'    => 'integer',
				'minimum' => 1,
				'maximum' => 3,
				'default' => 1,
			),
			'tone'     => array(
				'type' => 'string',
				'enum' => array( 'plain', 'lively' ),
			),
			'tags'     => array(
				'type'     => 'array',
				'maxItems' => 2,
				'items'    => array(
					'type'     => 'object',
					'required' => array( 'name' ),
					'properties' => array( 'name' => array( 'type' => 'string' ) ),
				),
			),
			'options'  => array(
				'type'                 => 'object',
				'additionalProperties' => false,
				'properties'           => array( 'draft' => array( 'type' => 'boolean' ) ),
			),
			'counts'   => array(
				'type'                 => 'object',
				'additionalProperties' => array( 'type' => 'number' ),
			),
			'note'     => array(
				'anyOf' => array( array( 'type' => 'string', 'maxLength' => 9 ), array( 'type' => 'null' ) ),
			),
		),
	);

	/** An allow-list, in one order, with defaults. */
	public function test_reads_what_the_schema_names_in_its_order(): void {
		$this->assertSame(
			array(
				'text'      => 'Rain',
				'sentences' => 1,
				'tags'      => array( array( 'name' => 'wet' ) ),
				'counts'    => array( 'a' => 1.5, 'b' => 2 ),
				'note'      => null,
			),
			Schema::read(
				array(
					'secret' => 'x',
					'note'   => null,
					'counts' => array( 'b' => 2, 'a' => 1.5 ),
					'tags'   => array( array( 'name' => 'wet', 'id' => 7 ) ),
					'text'   => 'Rain',
				),
				self::SCHEMA,
				'input'
			)
		);
	}

	/** Characters, not bytes. */
	public function test_counts_characters(): void {
		$this->assertSame( 'Räin🌧', Schema::read( array( 'text' => 'Räin🌧' ), self::SCHEMA, 'input' )['text'] );
	}

	/**
	 * What does not fit.
	 *
	 * @return array<string,array{mixed,string}>
	 */
	public static function misfits(): array {
		$with = static function ( array $fields ): array {
			return $fields + array( 'text' => 'Rain' );
		};
		return array(
			'no object'                      => array( 'Rain', 'input' ),
			'a list'                         => array( array( 'Rain' ), 'input' ),
			'a missing field'                => array( array(), 'input.text' ),
			'null'                           => array( array( 'text' => null ), 'input.text' ),
			'an empty text'                  => array( array( 'text' => '' ), 'input.text' ),
			'a long text'                    => array( array( 'text' => 'Raining' ), 'input.text' ),
			'a number in a string'           => array( $with( array( 'sentences' => '2' ) ), 'input.sentences' ),
			'no integer'                     => array( $with( array( 'sentences' => 1.5 ) ), 'input.sentences' ),
			'too large'                      => array( $with( array( 'sentences' => 4 ) ), 'input.sentences' ),
			'none of a list'                 => array( $with( array( 'tone' => 'dull' ) ), 'input.tone' ),
			'a list in a string'             => array( $with( array( 'tags' => 'a,b' ) ), 'input.tags' ),
			'too many'                       => array( $with( array( 'tags' => array_fill( 0, 3, array( 'name' => 'x' ) ) ) ), 'input.tags' ),
			'a field of one in a list'       => array( $with( array( 'tags' => array( array( 'name' => 'x' ), array( 'name' => 7 ) ) ) ), 'input.tags.1.name' ),
			'a missing one'                  => array( $with( array( 'tags' => array( array() ) ) ), 'input.tags.0.name' ),
			'a truth in a string'            => array( $with( array( 'options' => array( 'draft' => 'true' ) ) ), 'input.options.draft' ),
			'a field that is forbidden'      => array( $with( array( 'options' => array( 'drafty' => true ) ) ), 'input.options.drafty' ),
			'another field of another type'  => array( $with( array( 'counts' => array( 'a' => 'x' ) ) ), 'input.counts.a' ),
			'none of several things'         => array( $with( array( 'note' => 'much too long' ) ), 'input.note' ),
		);
	}

	/**
	 * The field's dotted path, and a sentence that names it.
	 *
	 * @dataProvider misfits
	 * @param mixed  $value A value.
	 * @param string $field The wrong field.
	 */
	public function test_names_the_field_that_does_not_fit( $value, string $field ): void {
		$error = Schema::read( $value, self::SCHEMA, 'input' );
		$this->assertInstanceOf( WP_Error::class, $error );
		$this->assertSame( 'ai_job_invalid_input', $error->get_error_code() );
		$this->assertSame( $field, $error->get_error_data()['field'] );
		$this->assertStringContainsString( $field, $error->get_error_message() );
	}
}
