import { Button, Notice, Spinner } from '@wordpress/components';
import { __, sprintf } from '@wordpress/i18n';
import { renderContent, useAiJob } from 'wp-ai-jobs';

interface IntroductionProps {
	readonly clientId: string;
	readonly prompt: string;
	/** Given what a `RichText` takes. */
	readonly onRichText: ( richText: string ) => void;
}

export function Introduction( {
	clientId,
	prompt,
	onRichText,
}: IntroductionProps ) {
	const job = useAiJob( 'content', { key: clientId } );

	switch ( job.status ) {
		case 'idle':
		case 'cancelled':
			return (
				<Button
					variant="primary"
					onClick={ () => job.start( { prompt } ) }
				>
					{ __( 'Write an introduction', 'my-plugin' ) }
				</Button>
			);
		case 'starting':
			return <Spinner />;
		case 'pending':
		case 'processing':
			return (
				<p>
					<Spinner />
					{ job.connection === 'online'
						? job.progress?.message
						: __(
								'The site does not answer; the job goes on.',
								'my-plugin'
							) }
					<Button variant="link" onClick={ job.cancel }>
						{ __( 'Stop', 'my-plugin' ) }
					</Button>
				</p>
			);
		case 'completed':
			return (
				<Button
					variant="primary"
					onClick={ () => {
						onRichText( renderContent( job.result ).richText );
						// The text is safe: the site may forget it.
						job.reset();
					} }
				>
					{ __( 'Use this text', 'my-plugin' ) }
				</Button>
			);
		case 'timed-out':
			return (
				<Button variant="secondary" onClick={ job.keepWaiting }>
					{ __( 'Keep waiting', 'my-plugin' ) }
				</Button>
			);
		case 'failed':
		case 'expired':
			return (
				<Notice status="error" isDismissible={ false }>
					{ sprintf(
						/* translators: %s: what happened, as a sentence. */
						__( '%s Your prompt is still here.', 'my-plugin' ),
						job.error.message
					) }
					{ job.error.retryable && (
						<Button variant="link" onClick={ job.retry }>
							{ __( 'Try again', 'my-plugin' ) }
						</Button>
					) }
				</Notice>
			);
	}
}
