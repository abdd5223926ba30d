<?php
/**
 * Who may what: every route and every action, for every role.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Field;

use WpAiJobs\Integrations\AI\ImageFiles;
use WpAiJobs\Integrations\AI\ImagePreview;
use WpAiJobs\Integrations\AI\Job;
use WpAiJobs\Tests\PluginTestCase;
use WpAiJobs\Tests\Process;
use WpAiJobs\Tests\Visitor;

/**
 * One table, with the answer that each should get. The list of routes and actions comes from the
 * server: a new one without a row here fails.
 */
final class RightsTest extends PluginTestCase {

	use People;

	/**
	 * `other site` administers another site of a network, and has no role on this one. A number is
	 * an HTTP status, a word one of CODES.
	 */
	private const TABLE = <<<'TABLE'
		request                                 | nobody  | subscriber | contributor | author  | editor  | administrator | book editor | no role | other site | reason
		GET                                     | 200     | 200        | 200         | 200     | 200     | 200           | 200         | 200     | 200        | WordPress’s own index of the namespace, as for every plugin
		POST /jobs: content                     | login   | no         | 201         | 201     | 201     | 201           | type        | no      | no         | edit_posts
		POST /jobs: image                       | login   | no         | type        | 201     | 201     | 201           | type        | no      | no         | upload_files: anyone else could not use what was paid for
		POST /jobs: content, own draft          | login   | no         | 201         | 201     | 201     | 201           | context     | no      | no         | edit_post of it; a book editor has no right to posts, not even to one in their name
		POST /jobs: content, another’s draft    | login   | no         | context     | context | 201     | 201           | context     | no      | no         | edit_post of it
		POST /jobs: content, own book           | login   | no         | context     | context | context | context       | 201         | no      | no         | edit_post of it: the rights of its type, which administrators were not given here
		POST /jobs: content, no such post       | login   | no         | context     | context | context | context       | context     | no      | no         | said as if it could not be edited: nobody learns which ids exist
		GET /jobs: a post                       | login   | no         | 200         | 200     | 200     | 200           | 200         | no      | no         | one’s own jobs alone, so a list without any for most
		GET /capabilities                       | login   | no         | 200         | 200     | 200     | 200           | 200         | no      | no         | may be without any type, as for a book editor outside of books
		GET /capabilities: another’s draft      | login   | no         | post        | post    | 200     | 200           | post        | no      | no         | edit_post of it
		GET /jobs: own                          | login   | no         | 200         | 200     | 200     | 200           | 200         | no      | no         | its owner, and wpaijobs_manage
		POST /jobs/id/acknowledge: own          | login   | no         | 200         | 200     | 200     | 200           | 200         | no      | no         | its owner, and wpaijobs_manage
		POST /jobs/id/cancel: own               | login   | no         | 200         | 200     | 200     | 200           | 200         | no      | no         | its owner, and wpaijobs_manage
		POST /jobs/id/retry: own                | login   | no         | 200         | 200     | 200     | 200           | no          | no      | no         | its owner, and wpaijobs_manage, while the owner may start it
		POST /jobs/id/run: own                  | login   | no         | 200         | 200     | 200     | 200           | 200         | no      | no         | its owner, and wpaijobs_manage
		GET /jobs/id/images/index: own          | login   | no         | 200         | 200     | 200     | 200           | 200         | no      | no         | its owner: a preview is nobody else’s to see
		POST /jobs/id/images/index: own         | login   | no         | no          | 201     | 201     | 201           | no          | no      | no         | its owner, with upload_files
		GET /jobs: another’s                    | login   | no         | unknown     | unknown | unknown | 200           | unknown     | no      | no         | its owner, and wpaijobs_manage
		POST /jobs/id/acknowledge: another’s    | login   | no         | unknown     | unknown | unknown | 200           | unknown     | no      | no         | its owner, and wpaijobs_manage
		POST /jobs/id/cancel: another’s         | login   | no         | unknown     | unknown | unknown | 200           | unknown     | no      | no         | its owner, and wpaijobs_manage
		POST /jobs/id/retry: another’s          | login   | no         | unknown     | unknown | unknown | 200           | unknown     | no      | no         | its owner, and wpaijobs_manage, while the owner may start it
		POST /jobs/id/run: another’s            | login   | no         | unknown     | unknown | unknown | 200           | unknown     | no      | no         | its owner, and wpaijobs_manage
		GET /jobs/id/images/index: another’s    | login   | no         | unknown     | unknown | unknown | unknown       | unknown     | no      | no         | its owner: a preview is nobody else’s to see
		POST /jobs/id/images/index: another’s   | login   | no         | no          | unknown | unknown | unknown       | no          | no      | no         | its owner, with upload_files
		GET /site-health/probe                  | core401 | core403    | core403     | core403 | core403 | core403       | core403     | core403 | core403    | a token that only the site itself can make
		GET /site-health/running                | core401 | core403    | core403     | core403 | core403 | 200           | core403     | core403 | core403    | view_site_health_checks
		GET /site-health/storage                | core401 | core403    | core403     | core403 | core403 | 200           | core403     | core403 | core403    | view_site_health_checks
		ajax check_ai_job_status: own           | 400     | 403        | 200         | 200     | 200     | 200           | 200         | 403     | 403        | as GET /jobs
		ajax save_ai_generated_image: own       | 400     | 403        | 403         | 200     | 200     | 200           | 403         | 403     | 403        | its owner, with upload_files
		ajax check_ai_job_status: another’s     | 400     | 403        | absent      | absent  | absent  | 200           | absent      | 403     | 403        | as GET /jobs
		ajax save_ai_generated_image: another’s | 400     | 403        | 403         | absent  | absent  | absent        | 403         | 403     | 403        | its owner, with upload_files
		ajax start_ai_job: content              | 400     | 403        | 200         | 200     | 200     | 200           | 403         | 403     | 403        | as POST /jobs; there is no post on this wire
		ajax generate_ai_content: it            | 400     | 403        | 200         | 200     | 200     | 200           | 403         | 403     | 403        | as POST /jobs
		ajax start_ai_job: image                | 400     | 403        | 403         | 200     | 200     | 200           | 403         | 403     | 403        | as POST /jobs
		ajax generate_ai_image: it              | 400     | 403        | 403         | 200     | 200     | 200           | 403         | 403     | 403        | as POST /jobs
		ajax wpaijobs_image: own                | 401     | 403        | 200         | 200     | 200     | 200           | 200         | 403     | 403        | its owner: a preview is nobody else’s to see
		ajax wpaijobs_image: another’s          | 401     | 403        | 404         | 404     | 404     | 404           | 404         | 403     | 403        | its owner: a preview is nobody else’s to see
		TABLE;

	/** HTTP status, code and field. */
	private const CODES = array(
		'login'   => '401 ai_job_not_logged_in',
		'no'      => '403 ai_job_forbidden',
		'type'    => '403 ai_job_forbidden type',
		'context' => '403 ai_job_forbidden context.post_id',
		'post'    => '403 ai_job_forbidden post',
		'unknown' => '404 ai_job_not_found',
		'absent'  => '404 Job not found',
		'core401' => '401 rest_forbidden',
		'core403' => '403 rest_forbidden',
	);

	/** Roles by the heads of their columns. */
	private const ROLES = array(
		'nobody'        => null,
		'subscriber'    => 'subscriber',
		'contributor'   => 'contributor',
		'author'        => 'author',
		'editor'        => 'editor',
		'administrator' => 'administrator',
		'book editor'   => 'book_editor',
		'no role'       => '',
	);

	/** {@inheritDoc} */
	protected function tearDown(): void {
		ImageFiles::uninstall();
		parent::tearDown();
	}

	/**
	 * The table.
	 *
	 * @return array<string,array<string,string>> Expected answers by request and column.
	 */
	private static function table(): array {
		$lines = array_map(
			static function ( string $line ): array {
				return array_map( 'trim', explode( '|', $line ) );
			},
			explode( "\n", self::TABLE )
		);
		$heads = array_shift( $lines );
		$table = array();
		foreach ( $lines as $line ) {
			$row = array_combine( $heads, $line );
			self::assertNotSame( '', $row['reason'], $row['request'] );
			foreach ( array_slice( $heads, 1, -1 ) as $head ) {
				$table[ $row['request'] ][ $head ] = self::CODES[ $row[ $head ] ] ?? $row[ $head ];
			}
		}
		return $table;
	}

	/**
	 * A column of the table.
	 *
	 * @param string $head   Its head.
	 * @param bool   $images Whether with the requests for previews, which end their process.
	 * @return array<string,string>
	 */
	private static function column( string $head, bool $images ): array {
		$column = array_combine( array_keys( self::table() ), array_column( self::table(), $head ) );
		ksort( $column );
		return array_filter(
			$column,
			static function ( string $request ) use ( $images ): bool {
				return $images || 0 !== strpos( $request, 'ajax wpaijobs_image' );
			},
			ARRAY_FILTER_USE_KEY
		);
	}

	/**
	 * Sends all requests in a process of their own.
	 *
	 * @param string $login Who; '' is nobody.
	 * @param string $other Somebody else, an author.
	 * @return array{all:string[],answers:array<string,string>,images:array<string,string>}
	 */
	private static function ask( string $login, string $other ): array {
		$process = new Process( 'rights', array( $login, $other ) );
		$heard   = $process->hear();
		$process->end();
		$report = json_decode( $heard, true );
		self::assertIsArray( $report, $heard );
		ksort( $report['answers'] );
		return $report;
	}

	/** Every request, as every role. */
	public function test_every_route_and_action_answers_every_role_as_the_table_says(): void {
		self::register_books();
		$other = get_userdata( $this->make_user( 'author' ) )->user_login;
		foreach ( self::ROLES as $head => $role ) {
			$login   = null === $role ? '' : get_userdata( $this->make_user( $role ) )->user_login;
			$report  = self::ask( $login, $other );
			$visitor = '' === $login ? new Visitor() : Visitor::logged_in( $login );
			// The site that is served has no books, so a book editor could do nothing there.
			$images = 'book_editor' !== $role;
			foreach ( $images ? $report['images'] : array() as $whose => $id ) {
				$report['answers'][ 'ajax wpaijobs_image: ' . $whose ] = (string) $visitor->get( $visitor->url_of( ImagePreview::url( new Job( array( 'id' => $id ) ), 0 ) ) )['status'];
			}
			ksort( $report['answers'] );
			$this->assertSame( self::column( $head, $images ), $report['answers'], $head );

			$missing = array_filter(
				$report['all'],
				static function ( string $route ): bool {
					return array() === preg_grep( '/^' . preg_quote( trim( $route ), '/' ) . '(:|$)/', array_keys( self::table() ) );
				}
			);
			$this->assertSame( array(), array_values( $missing ), 'A new route or action needs a row in the table, and a request in tests/processes/rights.php.' );
		}
	}

	/** Who administers another site of a network has no right here; and jobs stay on their site. */
	public function test_on_a_network_each_site_is_its_own(): void {
		$heard = array();
		foreach ( array( 'install', 'rights', 'drop' ) as $step ) {
			$process        = new Process( 'network', array( $step ) );
			$heard[ $step ] = $process->hear();
			$process->end();
		}
		$report = json_decode( $heard['rights'], true );
		$this->assertIsArray( $report, $heard['rights'] );
		ksort( $report['answers'] );
		$this->assertSame( self::column( 'other site', false ), $report['answers'] );
		unset( $report['answers'] );
		$this->assertSame(
			array(
				'here'                 => array( 200, 200, 200 ),
				'on the other site'    => array( 404, 404, 404 ),
				'its list'             => 0,
				'the same key'         => true,
				'back'                 => array( 200, 1 ),
				'of who left the site' => true,
				'of who was deleted'   => true,
				'addresses'            => array(
					'https://api.openai.com/v1 inner',
					'https://api.openai.com/v1 inner',
					'http://93.184.216.34/v1',
					'http://127.0.0.1:11434/v1 inner',
					'http://127.0.0.1:11434/v1 inner',
					'http://127.0.0.1:11434/v1 inner',
					'http://93.184.216.34/v2',
				),
			),
			$report
		);
	}
}
