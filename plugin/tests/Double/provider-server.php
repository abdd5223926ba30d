<?php
/**
 * An OpenAI-compatible server for tests, run by PHP's own web server. The first part of the path
 * says how it behaves.
 *
 * @package WpAiJobs
 */

// phpcs:disable -- Runs without WordPress.

declare( strict_types=1 );

$behaviour = explode( '/', $_SERVER['REQUEST_URI'] )[1];
file_put_contents( getenv( 'PROVIDER_LOG' ), json_encode( array( $_SERVER['REQUEST_URI'], $_SERVER['HTTP_AUTHORIZATION'] ?? null ) ) . "\n", FILE_APPEND );

$text = 'Rain';
switch ( $behaviour ) {
	case 'silent':
		sleep( 30 );
		break;
	case 'slow':
		usleep( 1500000 );
		break;
	case 'redirect':
		header( 'Location: /elsewhere/chat/completions', true, 307 );
		return;
	case 'huge':
		$text = str_repeat( 'Rain ', 300000 );
		break;
}
header( 'Content-Type: application/json' );
echo json_encode(
	array(
		'model'   => json_decode( file_get_contents( 'php://input' ), true )['model'],
		'choices' => array(
			array(
				'message'       => array( 'content' => $text ),
				'finish_reason' => 'stop',
			),
		),
	)
);
