<?php
/**
 * Plugin Name:       WP AI Jobs
 * Description:       Makes text and images with AI in the block editor, in the background: no request waits for the provider, no finished generation is lost.
 * Version:           0.1.0
 * Requires at least: 6.8
 * Requires PHP:      7.4
 * Author:            The wp-ai-jobs contributors
 * License:           GPL-2.0-or-later
 * License URI:       https://www.gnu.org/licenses/gpl-2.0.html
 * Text Domain:       wp-ai-jobs
 * Domain Path:       /languages
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs;

defined( 'ABSPATH' ) || exit;

const VERSION     = '0.1.0';
const PLUGIN_FILE = __FILE__;

require_once __DIR__ . '/includes/autoload.php';
require_once __DIR__ . '/includes/api.php';

Plugin::instance()->boot();
