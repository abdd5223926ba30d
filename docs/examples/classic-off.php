<?php

add_filter( 'wpaijobs_classic', '__return_false' );
// or, in wp-config.php:
define( 'WPAIJOBS_CLASSIC', false );
