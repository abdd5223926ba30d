<?php
/**
 * Whether somebody answers.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Core\Health;

use WpAiJobs\Admin\SettingsPage;
use WpAiJobs\Core\Settings;
use WpAiJobs\Integrations\AI\Errors;
use WpAiJobs\Integrations\AI\Provider\ImageProviders;
use WpAiJobs\Integrations\AI\Provider\TextProviders;

defined( 'ABSPATH' ) || exit;

/**
 * Looks at the key, at who answers, and at how the jobs of the last hour ended. It sends nothing
 * to a provider: an answer may cost money.
 */
final class Provider implements Check {

	/** An error that none of these explains is the prompt's or the author's, and nothing to mend. */
	private const NOT_OURS = array( 'provider_refused' );

	/** From how many on it is told that every job failed. */
	private const FEW = 3;

	/** From which share of failures on it is told, as one in so many. */
	private const ONE_IN = 5;

	/** {@inheritDoc} */
	public function name(): string {
		return 'provider';
	}

	/** {@inheritDoc} */
	public function label(): string {
		return __( 'The AI provider answers', 'wp-ai-jobs' );
	}

	/** {@inheritDoc} */
	public function sends_requests(): bool {
		return false;
	}

	/** {@inheritDoc} */
	public function findings(): array {
		$key = Settings::is_key_unreadable()
			? array(
				Finding::critical(
					__( 'The stored API key cannot be read', 'wp-ai-jobs' ),
					__( 'An API key is stored, but it cannot be decrypted any more, because the security keys and salts of this site have changed. Enter the key again.', 'wp-ai-jobs' )
				)->with_link( SettingsPage::url(), __( 'Enter the key', 'wp-ai-jobs' ) ),
			)
			: array();
		return array_merge( $key, array( self::who_answers() ), self::how_jobs_ended() );
	}

	/**
	 * Who answers now.
	 */
	private static function who_answers(): Finding {
		$text  = TextProviders::current();
		$image = ImageProviders::current();
		if ( null === $text ) {
			return Finding::critical(
				__( 'No AI provider is set up', 'wp-ai-jobs' ),
				__( 'Authors cannot generate texts: no AI provider is set up, and the demo is turned off.', 'wp-ai-jobs' )
			)->with_link( SettingsPage::url(), __( 'Set up a provider', 'wp-ai-jobs' ) );
		}
		if ( $text->is_demo() ) {
			return Finding::recommended(
				__( 'AI jobs are answered by the demo', 'wp-ai-jobs' ),
				__( 'No AI provider is set up, so authors get example texts.', 'wp-ai-jobs' )
			)->with_link( SettingsPage::url(), __( 'Set up a provider', 'wp-ai-jobs' ) );
		}
		return Finding::good(
			null === $image || $image->is_demo()
				/* translators: %s: name of an AI provider */
				? sprintf( __( 'Provider for texts: %s. No provider for images is set up.', 'wp-ai-jobs' ), $text->label() )
				/* translators: 1: name of an AI provider, 2: name of an AI provider */
				: sprintf( __( 'Provider for texts: %1$s. Provider for images: %2$s.', 'wp-ai-jobs' ), $text->label(), $image->label() )
		);
	}

	/**
	 * How the jobs of the last hour ended.
	 *
	 * @return Finding[] The first says how many failed; one more for each error.
	 */
	private static function how_jobs_ended(): array {
		$counts = Outcomes::last_hour();
		$ended  = array_sum( $counts );
		$errors = array_diff_key( $counts, array( Outcomes::COMPLETED => 0 ) );
		$ours   = array_sum( array_diff_key( $errors, array_flip( self::NOT_OURS ) ) );
		if ( 0 === $ended ) {
			return array( Finding::good( __( 'No job has ended within the last hour.', 'wp-ai-jobs' ) ) );
		}
		/* translators: 1: number of jobs, 2: number of jobs */
		$text  = sprintf( __( '%1$s of the %2$s jobs that ended within the last hour failed.', 'wp-ai-jobs' ), number_format_i18n( array_sum( $errors ) ), number_format_i18n( $ended ) );
		$lines = array_map( array( self::class, 'explain' ), array_keys( $errors ), $errors );
		return array_merge( array( self::verdict( $text, $errors, $ours, $ended ) ), $lines );
	}

	/**
	 * How bad it is.
	 *
	 * @param string            $text   How many jobs failed.
	 * @param array<string,int> $errors Numbers of jobs by code.
	 * @param int               $ours   How many of them can be mended here.
	 * @param int               $ended  How many jobs ended.
	 */
	private static function verdict( string $text, array $errors, int $ours, int $ended ): Finding {
		if ( isset( $errors['provider_auth'] ) ) {
			return Finding::critical( __( 'The AI provider refuses the API key', 'wp-ai-jobs' ), $text )
				->with_link( SettingsPage::url(), __( 'Check the key', 'wp-ai-jobs' ) );
		}
		if ( $ours === $ended && $ours >= self::FEW ) {
			return self::with_list( Finding::critical( __( 'Every AI job of the last hour failed', 'wp-ai-jobs' ), $text ) );
		}
		if ( 0 < $ours && $ours * self::ONE_IN >= $ended ) {
			return self::with_list( Finding::recommended( __( 'AI jobs failed within the last hour', 'wp-ai-jobs' ), $text ) );
		}
		return Finding::good( $text );
	}

	/**
	 * One kind of error: how often, what it means, what to do.
	 *
	 * @param string $code  Its code.
	 * @param int    $count How many jobs ended in it.
	 */
	private static function explain( string $code, int $count ): Finding {
		/* translators: 1: number of jobs, 2: what went wrong, as a sentence, 3: code of the error */
		$text = sprintf( __( '%1$s × %2$s (%3$s)', 'wp-ai-jobs' ), number_format_i18n( $count ), Errors::sentence( $code ), $code );
		return Finding::good( trim( $text . ' ' . self::next_step( $code ) ) );
	}

	/**
	 * What to do about an error whose sentence, which authors read, does not say it.
	 *
	 * @param string $code Its code.
	 */
	private static function next_step( string $code ): string {
		switch ( $code ) {
			case 'provider_auth':
				return __( 'Check the key and the account it belongs to.', 'wp-ai-jobs' );
			case 'provider_unavailable':
				return __( 'Check the address in the settings, and whether the provider reports an outage.', 'wp-ai-jobs' );
			case 'provider_timeout':
			case 'provider_invalid_response':
				return __( 'If this happens again, choose another model.', 'wp-ai-jobs' );
			case 'provider_rate_limited':
				return __( 'If this happens again, raise the limit of the account with the provider.', 'wp-ai-jobs' );
			case 'no_provider':
				return __( 'Set up a provider in the settings.', 'wp-ai-jobs' );
			case 'expired':
				return __( 'If jobs waited too long before they started, the check of whether they run in the background says why.', 'wp-ai-jobs' );
			case 'provider_refused':
			case 'provider_key_unreadable':
			case 'provider_quota':
			case 'provider_account':
			case 'provider_model':
			case 'provider_address':
			case 'provider_blocked':
			case 'provider_too_long':
			case 'provider_rejected':
				return '';
			default:
				return __( 'The PHP error log of the site may say why.', 'wp-ai-jobs' );
		}
	}

	/**
	 * A finding with the way to the reasons.
	 *
	 * @param Finding $finding The finding.
	 */
	private static function with_list( Finding $finding ): Finding {
		return $finding->with_link( SettingsPage::url() . '#wp-ai-jobs-recent', __( 'See the latest jobs and their errors', 'wp-ai-jobs' ) );
	}

	/**
	 * Errors by their codes, as in `provider_timeout: 2, internal: 1`.
	 *
	 * @param array<string,int> $errors Numbers by code.
	 */
	public static function listing( array $errors ): string {
		$parts = array();
		foreach ( $errors as $code => $count ) {
			$parts[] = $code . ': ' . number_format_i18n( $count );
		}
		return sprintf( '(%s)', implode( ', ', $parts ) );
	}
}
