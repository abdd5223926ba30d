<?php
/**
 * The database refused.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI\Store;

use RuntimeException;

defined( 'ABSPATH' ) || exit;

/**
 * A query failed, as opposed to: it changed nothing. Carries no SQL and no data.
 */
final class StoreException extends RuntimeException {}
