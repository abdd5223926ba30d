<?php
/**
 * Makes what the suite asks for: somebody of each role with an application password, and a post. Prints it.
 */

declare( strict_types=1 );

require getenv( 'WP_SITE' ) . '/wp-load.php';

wp_insert_user(
	array(
		'user_login' => 'contributor',
		'user_pass'  => 'password',
		'user_email' => 'contributor@example.org',
		'role'       => 'contributor',
	)
);

$passwords = array();
foreach ( array( 'admin', 'editor', 'contributor', 'subscriber' ) as $name ) {
	list( $password )   = WP_Application_Passwords::create_new_application_password( get_user_by( 'login', $name )->ID, array( 'name' => 'Conformance' ) );
	$passwords[ $name ] = WP_Application_Passwords::chunk_password( $password );
}
echo wp_json_encode(
	array(
		'passwords' => $passwords,
		'post'      => wp_insert_post(
			array(
				'post_title'  => 'Rain',
				'post_author' => get_user_by( 'login', 'editor' )->ID,
			)
		),
	)
);
