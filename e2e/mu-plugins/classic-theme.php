<?php
/**
 * Plugin Name: Classic theme
 * Description: A theme with a widget area, in which a paragraph stands: widgets are edited with blocks then, on their own screen and in the Customizer.
 */

declare( strict_types=1 );

$folder = WP_CONTENT_DIR . '/e2e-themes/e2e-classic';
if ( ! is_file( $folder . '/style.css' ) ) {
	wp_mkdir_p( $folder );
	file_put_contents( $folder . '/style.css', "/*\nTheme Name: Classic\n*/" );
	file_put_contents( $folder . '/index.php', '<?php wp_head(); dynamic_sidebar( "e2e" ); wp_footer();' );
}
register_theme_directory( WP_CONTENT_DIR . '/e2e-themes' );

$theme = static function (): string {
	return 'e2e-classic';
};
add_filter( 'pre_option_template', $theme );
add_filter( 'pre_option_stylesheet', $theme );

add_action(
	'widgets_init',
	static function (): void {
		register_sidebar(
			array(
				'id'   => 'e2e',
				'name' => 'Beside the post',
			)
		);
	}
);

add_filter(
	'pre_option_sidebars_widgets',
	static function (): array {
		return array(
			'wp_inactive_widgets' => array(),
			'e2e'                 => array( 'block-2' ),
			'array_version'       => 3,
		);
	}
);

add_filter(
	'pre_option_widget_block',
	static function (): array {
		return array(
			2              => array( 'content' => '<!-- wp:paragraph --><p>Text of a widget</p><!-- /wp:paragraph -->' ),
			'_multiwidget' => 1,
		);
	}
);
