<?php
/**
 * Plugin Name: German
 * Description: Speaks German to everybody, as far as there are translations.
 */

declare( strict_types=1 );

add_filter(
	'locale',
	static function (): string {
		return 'de_DE';
	}
);
