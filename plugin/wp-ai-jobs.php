<?php
/**
 * Plugin Name:       Background AI Jobs for the Block Editor
 * Plugin URI:        https://github.com/wp-ai-jobs/wp-ai-jobs
 * Description:       Writes text and makes images with AI in the block editor, in the background: no timeouts, and no finished result is lost.
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
