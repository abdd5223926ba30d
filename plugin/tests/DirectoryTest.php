<?php
/**
 * What the reviewers of the plugin directory look at.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests;

use PHPUnit\Framework\TestCase;
use RecursiveDirectoryIterator;
use RecursiveIteratorIterator;
use const WpAiJobs\PLUGIN_FILE;
use const WpAiJobs\VERSION;

/**
 * Files that may be opened by their address, headers and readme. What PHP_CodeSniffer sees is in phpcs.xml.dist.
 */
final class DirectoryTest extends TestCase {

	/** The guard, before anything that runs. */
	private const GUARD = '/^<\?php\n\/\*\*.*? \*\/\n\ndeclare\( strict_types=1 \);\n(\nnamespace [\w\\\\]+;\n)?(\n(use [^;]+;\n)+)?\ndefined\( \'(ABSPATH|WP_UNINSTALL_PLUGIN)\' \) \|\| exit;\n/s';

	/** What a build writes: data, of which a request by its address shows nothing. */
	private const DATA = '/^<\?php\s+return\s*(array\(|\[)/';

	/** Every PHP file ends at once when it is not WordPress that asks for it. */
	public function test_no_file_runs_by_its_address(): void {
		$bare  = array();
		$count = 0;
		foreach ( self::php_files() as $path ) {
			++$count;
			$code = (string) file_get_contents( $path );
			if ( 1 !== preg_match( self::is_built( $path ) ? self::DATA : self::GUARD, $code ) ) {
				$bare[] = substr( $path, strlen( plugin_dir_path( PLUGIN_FILE ) ) );
			}
		}
		$this->assertSame( array(), $bare );
		$this->assertGreaterThan( 90, $count );
	}

	/** The plugin's header and readme.txt say the same. */
	public function test_header_and_readme_agree(): void {
		$header = get_file_data(
			PLUGIN_FILE,
			array(
				'name'     => 'Plugin Name',
				'version'  => 'Version',
				'wp'       => 'Requires at least',
				'php'      => 'Requires PHP',
				'license'  => 'License',
				'domain'   => 'Text Domain',
				'path'     => 'Domain Path',
				'terms'    => 'License URI',
			)
		);
		$readme = self::readme();
		$this->assertStringStartsWith( "=== {$header['name']} ===\n", $readme );
		foreach ( array(
			'Stable tag'        => $header['version'],
			'Requires at least' => $header['wp'],
			'Requires PHP'      => $header['php'],
			'License'           => $header['license'],
			'License URI'       => $header['terms'],
		) as $field => $value ) {
			$this->assertStringContainsString( "\n{$field}: {$value}\n", $readme );
		}
		$this->assertSame( array( VERSION, 'wp-ai-jobs', '/languages' ), array( $header['version'], $header['domain'], $header['path'] ) );
	}

	/** Neither the trademark nor its short form: Plugin Check refuses both in a name. */
	public function test_the_name_is_nobody_elses(): void {
		$this->assertDoesNotMatchRegularExpression( '/\b(wp|wc|woo|wordpress|plugin|gutenberg|openai|chatgpt)\b/i', strtok( self::readme(), "\n" ) );
	}

	/** The directory cuts what is longer. */
	public function test_the_short_description_is_shown_whole(): void {
		preg_match( '/\nLicense URI: \S+\n\n([^\n]+)\n/', self::readme(), $found );
		$this->assertLessThanOrEqual( 150, strlen( $found[1] ) );
		preg_match( '/\nTags: ([^\n]+)\n/', self::readme(), $tags );
		$this->assertLessThanOrEqual( 5, count( explode( ',', $tags[1] ) ) );
	}

	/** The newest WordPress that the tests run in. */
	public function test_it_is_tested_up_to_what_it_is_tested_with(): void {
		preg_match( '/\nTested up to: (\d+\.\d+)\n/', self::readme(), $found );
		$this->assertTrue( version_compare( $found[1], (string) preg_replace( '/^(\d+\.\d+).*$/', '$1', wp_get_wp_version() ), '>=' ) );
	}

	/** Since WordPress 6.8, by the header Domain Path. */
	public function test_its_translations_are_found_without_being_loaded(): void {
		$german = static function (): string {
			return 'de_DE';
		};
		add_filter( 'pre_determine_locale', $german );
		unload_textdomain( 'wp-ai-jobs', true );
		$text = __( 'AI Jobs', 'wp-ai-jobs' );
		remove_filter( 'pre_determine_locale', $german );
		unload_textdomain( 'wp-ai-jobs', true );
		$this->assertSame( 'KI-Aufträge', $text );
	}

	/** What goes out, to whom, and where the source is. */
	public function test_the_readme_names_services_and_source(): void {
		$readme = self::readme();
		foreach ( array( '== External services ==', '== Source ==', 'https://openai.com/policies/', 'https://github.com/' ) as $needed ) {
			$this->assertStringContainsString( $needed, $readme );
		}
	}

	/** @return string */
	private static function readme(): string {
		return (string) file_get_contents( plugin_dir_path( PLUGIN_FILE ) . 'readme.txt' );
	}

	/**
	 * Whether a build wrote a file.
	 *
	 * @param string $path Path.
	 * @return bool
	 */
	private static function is_built( string $path ): bool {
		return 1 === preg_match( '/\.(asset|l10n)\.php$/', $path );
	}

	/**
	 * The PHP files that are installed.
	 *
	 * @return string[] Paths.
	 */
	private static function php_files(): array {
		$folder = plugin_dir_path( PLUGIN_FILE );
		$paths  = array();
		foreach ( new RecursiveIteratorIterator( new RecursiveDirectoryIterator( $folder, RecursiveDirectoryIterator::SKIP_DOTS ) ) as $file ) {
			$path = (string) $file;
			if ( 'php' === $file->getExtension() && 0 !== strpos( $path, $folder . 'tests/' ) ) {
				$paths[] = $path;
			}
		}
		return $paths;
	}
}
