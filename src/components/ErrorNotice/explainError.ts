import { __, sprintf } from '@wordpress/i18n';
import type { AiJobError } from '../../protocol/index.ts';
import type { Explanation, Remedy } from './types.ts';

const promptIsSafe = () => __( 'Your prompt is still here.', 'wp-ai-jobs' );

const neverPaidTwice = () =>
	__(
		'Your prompt is still here. Should the job have started all the same, trying again finds it: it is not paid for twice.',
		'wp-ai-jobs'
	);

const nothingSent = () =>
	__(
		'Your prompt is still here. Nothing was sent to an AI provider, so nothing is billed.',
		'wp-ai-jobs'
	);

const nothingGenerated = () =>
	__(
		'Your prompt is still here. Nothing was generated, so nothing is billed.',
		'wp-ai-jobs'
	);

const tryAgain = () => __( 'Try again.', 'wp-ai-jobs' );

/**
 * Says what happened, what is safe and what to do next, by the error's code.
 *
 * @param error  What went wrong.
 * @param viewer Whether the author can set up a provider.
 */
export function explainError(
	error: AiJobError,
	viewer: { readonly canSetUp: boolean }
): Explanation {
	const explained = explainCode( error, viewer );
	const billing = error.mayBeBilled ? whatItCosts( explained.remedy ) : '';
	return {
		...explained,
		safe: [ explained.safe, billing ].filter( Boolean ).join( ' ' ),
	};
}

const whatItCosts = ( remedy: Remedy ) =>
	remedy === 'retry'
		? __(
				'The provider may charge for this attempt; trying again asks it once more.',
				'wp-ai-jobs'
			)
		: __( 'The provider may charge for this attempt.', 'wp-ai-jobs' );

function explainCode(
	{ code, message, cause, retryable, mayBeBilled, retryAfterMs }: AiJobError,
	{ canSetUp }: { readonly canSetUp: boolean }
): Explanation {
	switch ( code ) {
		case 'network':
			return {
				happened: __( 'The site could not be reached.', 'wp-ai-jobs' ),
				safe: neverPaidTwice(),
				next: __(
					'Check your connection, then try again.',
					'wp-ai-jobs'
				),
				remedy: 'retry',
			};
		case 'timeout':
			return {
				happened: __(
					'The site did not answer in time.',
					'wp-ai-jobs'
				),
				safe: neverPaidTwice(),
				next: tryAgain(),
				remedy: 'retry',
			};
		case 'protocol':
			return {
				happened: __(
					'The site gave an answer that cannot be read.',
					'wp-ai-jobs'
				),
				safe: neverPaidTwice(),
				next: __(
					'Try again. If it stays like this, tell an administrator: something may be changing the site’s answers.',
					'wp-ai-jobs'
				),
				remedy: 'retry',
			};
		case 'blocked':
			return {
				happened: __(
					'A firewall, a login page or a proxy answered instead of the site.',
					'wp-ai-jobs'
				),
				safe: neverPaidTwice(),
				next: __(
					'Word the prompt differently, or reload the page, then try again. If that does not help, ask the site’s administrator or host to allow requests to AI Jobs.',
					'wp-ai-jobs'
				),
				remedy: 'retry',
			};
		case 'server':
			return {
				happened: __(
					'The site has an error of its own.',
					'wp-ai-jobs'
				),
				safe: neverPaidTwice(),
				next: __(
					'Try again in a moment. If it stays like this, tell an administrator.',
					'wp-ai-jobs'
				),
				remedy: 'retry',
			};
		case 'rate_limited':
			return {
				// The site knows which limit it is, and what helps.
				happened:
					message ||
					__(
						'Too many jobs were started in a short time.',
						'wp-ai-jobs'
					),
				safe: nothingSent(),
				next:
					retryAfterMs === undefined
						? __( 'Wait a moment, then try again.', 'wp-ai-jobs' )
						: '',
				remedy: 'retry',
			};
		case 'invalid_input':
			return {
				happened: sprintf(
					/* translators: %s: what is wrong, as the site says it. */
					__( 'The site did not accept this: %s', 'wp-ai-jobs' ),
					message
				),
				safe: nothingSent(),
				next: __( 'Change it, then generate again.', 'wp-ai-jobs' ),
				remedy: 'edit',
			};
		case 'too_large':
			return {
				happened: __(
					'The prompt and the text around it are too large to send.',
					'wp-ai-jobs'
				),
				safe: nothingSent(),
				next: __(
					'Shorten the prompt or select less text, then generate again.',
					'wp-ai-jobs'
				),
				remedy: 'edit',
			};
		case 'not_logged_in':
			return {
				happened: __( 'You are not logged in any more.', 'wp-ai-jobs' ),
				safe: __(
					'Your prompt is still here, and a job that was running goes on.',
					'wp-ai-jobs'
				),
				next: __(
					'Log in again in another tab, then go on here.',
					'wp-ai-jobs'
				),
				remedy: 'log-in',
			};
		case 'invalid_nonce':
			return {
				happened: __(
					'This page has been open for so long that the site does not trust it any more.',
					'wp-ai-jobs'
				),
				safe: __(
					'Your prompt is still here, and a job that was running goes on.',
					'wp-ai-jobs'
				),
				next: __(
					'Try again. If that does not help, save the post and reload the page.',
					'wp-ai-jobs'
				),
				remedy: 'retry',
			};
		case 'forbidden':
			return {
				happened: __(
					'You are not allowed to generate text here.',
					'wp-ai-jobs'
				),
				safe: nothingSent(),
				next: __(
					'Ask an administrator for the right to edit this post.',
					'wp-ai-jobs'
				),
				remedy: 'none',
			};
		case 'not_found':
			return {
				happened: __(
					'The site does not know this job any more.',
					'wp-ai-jobs'
				),
				safe: promptIsSafe(),
				next: __(
					'Generate again: that is a new job, billed anew.',
					'wp-ai-jobs'
				),
				remedy: 'start-again',
			};
		case 'conflict':
		case 'idempotency_conflict':
			return {
				happened: __(
					'The job was not in the state that this needs.',
					'wp-ai-jobs'
				),
				safe: promptIsSafe(),
				next: __(
					'Generate again: that is a new job, billed anew.',
					'wp-ai-jobs'
				),
				remedy: 'start-again',
			};
		case 'image_unusable':
			return {
				happened: __(
					'The image’s data is damaged, or is no image.',
					'wp-ai-jobs'
				),
				safe: __(
					'The other images and your prompt are still here.',
					'wp-ai-jobs'
				),
				next: __(
					'Choose another image, or generate anew.',
					'wp-ai-jobs'
				),
				remedy: 'none',
			};
		case 'no_provider':
			return {
				happened: __(
					'No AI provider is set up on this site.',
					'wp-ai-jobs'
				),
				safe: nothingSent(),
				next: canSetUp
					? __(
							'Set one up under Settings → AI Jobs, then come back and generate.',
							'wp-ai-jobs'
						)
					: __( 'Ask an administrator to set one up.', 'wp-ai-jobs' ),
				remedy: 'set-up',
			};
		case 'unsupported':
			return {
				happened: __(
					'AI jobs do not answer on this site.',
					'wp-ai-jobs'
				),
				safe: nothingSent(),
				next: __(
					'Ask an administrator whether the AI Jobs plugin is active, then try again.',
					'wp-ai-jobs'
				),
				remedy: 'retry',
			};
		case 'provider_unavailable':
			return {
				happened: __(
					'The AI provider could not be reached.',
					'wp-ai-jobs'
				),
				safe: promptIsSafe(),
				next: __( 'Try again in a moment.', 'wp-ai-jobs' ),
				remedy: 'retry',
			};
		case 'provider_timeout':
			return {
				happened: __(
					'The AI provider did not answer in time.',
					'wp-ai-jobs'
				),
				safe: promptIsSafe(),
				next: __(
					'Try again, or ask for a shorter text.',
					'wp-ai-jobs'
				),
				remedy: 'retry',
			};
		case 'provider_auth':
			return {
				happened: __(
					'The AI provider did not accept the site’s key.',
					'wp-ai-jobs'
				),
				safe: nothingGenerated(),
				next: canSetUp
					? __(
							'Check the key under Settings → AI Jobs, then generate again.',
							'wp-ai-jobs'
						)
					: __(
							'Ask an administrator to check the key.',
							'wp-ai-jobs'
						),
				remedy: 'set-up',
			};
		case 'provider_key_unreadable':
			return {
				happened: __(
					'The site’s saved key for the AI provider can no longer be read.',
					'wp-ai-jobs'
				),
				safe: nothingSent(),
				next: canSetUp
					? __(
							'The site’s security keys have changed. Enter the key again under Settings → AI Jobs, then generate again.',
							'wp-ai-jobs'
						)
					: __(
							'Ask an administrator to enter the key again.',
							'wp-ai-jobs'
						),
				remedy: 'set-up',
			};
		case 'provider_quota':
			return {
				happened: __(
					'The site has used up its credit with the AI provider.',
					'wp-ai-jobs'
				),
				safe: nothingGenerated(),
				next: canSetUp
					? __(
							'Add credit or raise the limit in your account with the provider, then generate again.',
							'wp-ai-jobs'
						)
					: __(
							'Ask an administrator to add credit there, then generate again.',
							'wp-ai-jobs'
						),
				remedy: 'none',
			};
		case 'provider_account':
			return {
				happened: __(
					'The AI provider does not allow this for the site’s account.',
					'wp-ai-jobs'
				),
				safe: nothingGenerated(),
				next: canSetUp
					? __(
							'Your account with the provider says why: it may need to be verified, or may not include this model or country.',
							'wp-ai-jobs'
						)
					: __(
							'Ask an administrator to check the account.',
							'wp-ai-jobs'
						),
				remedy: 'none',
			};
		case 'provider_model':
			return {
				happened: __(
					'The AI provider does not offer the model that this site asks for.',
					'wp-ai-jobs'
				),
				safe: nothingGenerated(),
				next: canSetUp
					? __(
							'Choose another model under Settings → AI Jobs, then generate again.',
							'wp-ai-jobs'
						)
					: __(
							'Ask an administrator to choose another model.',
							'wp-ai-jobs'
						),
				remedy: 'set-up',
			};
		case 'provider_address':
			return {
				happened: __(
					'No AI provider answers at the address that is set for this site.',
					'wp-ai-jobs'
				),
				safe: nothingGenerated(),
				next: canSetUp
					? __(
							'Check the address under Settings → AI Jobs: most servers need /v1 at the end. Then generate again.',
							'wp-ai-jobs'
						)
					: __(
							'Ask an administrator to check the address.',
							'wp-ai-jobs'
						),
				remedy: 'set-up',
			};
		case 'provider_blocked':
			return {
				happened: __(
					'This site is not allowed to send requests to the AI provider.',
					'wp-ai-jobs'
				),
				safe: nothingSent(),
				next: canSetUp
					? __(
							'Add the provider’s host name to WP_ACCESSIBLE_HOSTS in wp-config.php, then generate again.',
							'wp-ai-jobs'
						)
					: __( 'Ask an administrator to allow it.', 'wp-ai-jobs' ),
				remedy: 'none',
			};
		case 'provider_too_long':
			return {
				happened: __(
					'The prompt is too long for the AI provider.',
					'wp-ai-jobs'
				),
				safe: nothingGenerated(),
				next: __(
					'Shorten the prompt, or select less for it, then generate again.',
					'wp-ai-jobs'
				),
				remedy: 'edit',
			};
		case 'provider_rejected':
			return {
				happened: __(
					'The AI provider did not accept the request.',
					'wp-ai-jobs'
				),
				safe: nothingGenerated(),
				next: canSetUp
					? __(
							'Check the model and the address under Settings → AI Jobs, then generate again.',
							'wp-ai-jobs'
						)
					: __(
							'Change the prompt, then generate again. If that does not help, ask an administrator to check the model.',
							'wp-ai-jobs'
						),
				remedy: 'set-up',
			};
		case 'provider_rate_limited':
			return {
				happened: __( 'The AI provider is busy.', 'wp-ai-jobs' ),
				safe: promptIsSafe(),
				next: __( 'Wait a few minutes, then try again.', 'wp-ai-jobs' ),
				remedy: 'retry',
			};
		case 'provider_refused':
			return {
				happened: __(
					'The AI provider declined this prompt.',
					'wp-ai-jobs'
				),
				safe: promptIsSafe(),
				next: __(
					'Word the prompt differently, then generate again.',
					'wp-ai-jobs'
				),
				remedy: 'edit',
			};
		case 'provider_invalid_response':
			return {
				happened: __(
					'The AI provider’s answer could not be used.',
					'wp-ai-jobs'
				),
				safe: promptIsSafe(),
				next: tryAgain(),
				remedy: 'retry',
			};
		case 'interrupted':
			return {
				happened: __(
					'The server stopped in the middle of the job.',
					'wp-ai-jobs'
				),
				safe: promptIsSafe(),
				next: tryAgain(),
				remedy: 'retry',
			};
		case 'expired':
			return {
				happened: __(
					'The job took longer than five minutes and was given up.',
					'wp-ai-jobs'
				),
				safe: promptIsSafe(),
				next: __(
					'Try again, or ask for a shorter text.',
					'wp-ai-jobs'
				),
				remedy: 'retry',
			};
		case 'timed_out':
			return {
				happened: __(
					'This takes longer than expected.',
					'wp-ai-jobs'
				),
				safe: __(
					'The job may still complete: nothing is lost.',
					'wp-ai-jobs'
				),
				next: __( 'Keep waiting, or stop the job.', 'wp-ai-jobs' ),
				remedy: 'keep-waiting',
			};
		case 'cancelled':
			return {
				happened: __( 'The job was stopped.', 'wp-ai-jobs' ),
				safe: mayBeBilled ? promptIsSafe() : nothingSent(),
				next: __( 'Generate again whenever you like.', 'wp-ai-jobs' ),
				remedy: 'edit',
			};
		case 'internal':
			return {
				// What a script threw is for developers; what the site says, for the author.
				happened:
					cause === undefined && message !== ''
						? message
						: __(
								'Something unexpected went wrong.',
								'wp-ai-jobs'
							),
				safe: promptIsSafe(),
				next: retryable
					? __(
							'Try again. If it stays like this, tell an administrator.',
							'wp-ai-jobs'
						)
					: __(
							'If it stays like this, tell an administrator.',
							'wp-ai-jobs'
						),
				remedy: retryable ? 'retry' : 'edit',
			};
	}
}
