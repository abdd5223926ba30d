<?php
// wp-config.php: a model on this machine.
define( 'WPAIJOBS_OPENAI_BASE_URL', 'http://localhost:11434/v1' );
define( 'WPAIJOBS_OPENAI_MODEL', 'qwen3:8b' );
