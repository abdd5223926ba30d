<?php
// wp-config.php: a model on this machine.
define( 'WP_AI_JOBS_OPENAI_BASE_URL', 'http://localhost:11434/v1' );
define( 'WP_AI_JOBS_OPENAI_MODEL', 'qwen3:8b' );
