<?php
/**
 * Routes requests of PHP's built-in server as a web server's rewrite rules do.
 */

declare( strict_types=1 );

$wp_site_root = $_SERVER['DOCUMENT_ROOT'];
$wp_site_path = rawurldecode( (string) parse_url( $_SERVER['REQUEST_URI'], PHP_URL_PATH ) );
$wp_site_file = $wp_site_root . $wp_site_path;

if ( is_dir( $wp_site_file ) && is_file( rtrim( $wp_site_file, '/' ) . '/index.php' ) ) {
	$wp_site_path = rtrim( $wp_site_path, '/' ) . '/index.php';
	$wp_site_file = $wp_site_root . $wp_site_path;
}

if ( ! is_file( $wp_site_file ) ) {
	$wp_site_path = '/index.php';
	$wp_site_file = $wp_site_root . $wp_site_path;
}

if ( '.php' !== substr( $wp_site_path, -4 ) ) {
	// PHP's own answer says nothing of caches, so a browser would ask for all of the editor's scripts again on every page.
	$wp_site_type = array(
		'js'  => 'text/javascript',
		'css' => 'text/css',
	)[ pathinfo( $wp_site_path, PATHINFO_EXTENSION ) ] ?? '';
	if ( '' === $wp_site_type || ! preg_match( '#^/wp-(admin|includes)/#', $wp_site_path ) ) {
		return false;
	}
	header( "Content-Type: $wp_site_type; charset=UTF-8" );
	header( 'Cache-Control: public, max-age=86400' );
	header( 'Content-Length: ' . filesize( $wp_site_file ) );
	readfile( $wp_site_file );
	return true;
}

$_SERVER['SCRIPT_NAME']     = $wp_site_path;
$_SERVER['PHP_SELF']        = $wp_site_path;
$_SERVER['SCRIPT_FILENAME'] = $wp_site_file;
chdir( dirname( $wp_site_file ) );
require $wp_site_file;
