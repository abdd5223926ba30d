<?php
/**
 * An OpenAI-compatible server for tests, run by PHP's own web server. The first part of the path
 * says how it behaves.
 *
 * @package WpAiJobs
 */

// phpcs:disable -- Runs without WordPress.

declare( strict_types=1 );

$folder    = getenv( 'PROVIDER_FOLDER' );
$path      = explode( '/', $_SERVER['REQUEST_URI'] );
$behaviour = $path[1];
file_put_contents( "$folder/log", json_encode( array( $_SERVER['REQUEST_URI'], $_SERVER['HTTP_AUTHORIZATION'] ?? null ) ) . "\n", FILE_APPEND );

/** Sends bytes without an end, as fast as they are taken. */
function endless( string $beginning ): void {
	set_time_limit( 20 );
	echo $beginning;
	while ( true ) {
		echo str_repeat( 'A', 65536 );
		flush();
	}
}

/** Sends a byte every 100 ms. */
function drip( string $beginning ): void {
	echo $beginning;
	for ( $byte = 0; $byte < 300; $byte++ ) {
		echo 'A';
		flush();
		usleep( 100000 );
	}
}

$text = 'Rain';
switch ( $behaviour ) {
	case 'silent':
		sleep( 30 );
		break;
	case 'slow':
		usleep( 1500000 );
		break;
	case 'redirect':
		header( 'Location: /elsewhere/' . implode( '/', array_slice( $path, 2 ) ), true, 307 );
		return;
	case 'huge':
		$text = str_repeat( 'Rain ', 300000 );
		break;
	// Where images lie.
	case 'file':
		readfile( "$folder/$path[2]" );
		return;
	case 'endless-file':
		endless( "\x89PNG\r\n\x1a\n" );
		return;
	case 'slow-file':
		drip( "\x89PNG\r\n\x1a\n" );
		return;
	case 'moved-file':
		header( "Location: /file/$path[2]", true, 302 );
		return;
	case 'file-elsewhere':
		header( 'Location: ' . file_get_contents( "$folder/elsewhere" ), true, 302 );
		return;
	case 'missing-file':
		http_response_code( 404 );
		echo 'provider says: no';
		return;
}

header( 'Content-Type: application/json' );
if ( 'images' === ( $path[2] ?? '' ) ) {
	file_put_contents( "$folder/body", array() === $_POST ? file_get_contents( 'php://input' ) : json_encode(
		array(
			'fields' => $_POST,
			'file'   => $_FILES['image']['name'] . ' ' . $_FILES['image']['type'] . ' ' . sha1_file( $_FILES['image']['tmp_name'] ),
		)
	) );
	switch ( $behaviour ) {
		case 'address':
			echo json_encode( array( 'data' => array( array( 'url' => file_get_contents( "$folder/address" ) ) ) ) );
			return;
		case 'answers':
			readfile( "$folder/answer-" . substr_count( file_get_contents( "$folder/log" ), 'images' ) );
			return;
		case 'endless':
			endless( '{"data":[{"b64_json":"' );
			return;
		case 'chunked':
			header( 'Transfer-Encoding: chunked' );
			foreach ( str_split( '{"data":[{"b64_json":"' . base64_encode( file_get_contents( "$folder/image" ) ) . '"}]}', 1000 ) as $chunk ) {
				echo dechex( strlen( $chunk ) ), "\r\n", $chunk, "\r\n";
			}
			echo "0\r\n\r\n";
			return;
		case 'drip':
			drip( '{"data":[{"b64_json":"' );
			return;
		case 'broken':
			echo '{"data":[{"b64_json":"', base64_encode( file_get_contents( "$folder/image" ) );
			return;
		default:
			echo '{"created":1,"data":[{"b64_json":"', base64_encode( file_get_contents( "$folder/image" ) ), '","revised_prompt":"Rain, revised"}]}';
			return;
	}
}
$answer = json_encode(
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
switch ( $behaviour ) {
	case 'halves':
		echo substr( $answer, 0, 20 );
		flush();
		sleep( 20 );
		echo substr( $answer, 20 );
		return;
	case 'chunked':
		header( 'Transfer-Encoding: chunked' );
		foreach ( str_split( $answer, 50 ) as $chunk ) {
			echo dechex( strlen( $chunk ) ), "\r\n", $chunk, "\r\n";
		}
		echo "0\r\n\r\n";
		return;
	case 'overloaded':
		http_response_code( 503 );
		echo '{"error":{"message":"provider says: no"}}';
		return;
	default:
		echo $answer;
}
