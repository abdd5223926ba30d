import { ExternalLink } from '@wordpress/components';
import { __ } from '@wordpress/i18n';

interface DemoLabelProps {
	/** Where a provider is set up; null for who may not. */
	readonly settingsUrl: string | null;
}

/** Says that what comes is no AI's. */
export function DemoLabel( { settingsUrl }: DemoLabelProps ) {
	return (
		<p className="wp-ai-jobs-content__demo">
			<strong>{ __( 'Demo:', 'wp-ai-jobs' ) }</strong>{ ' ' }
			{ __(
				'every text is a sample, made without an AI.',
				'wp-ai-jobs'
			) }{ ' ' }
			{ settingsUrl && (
				<ExternalLink href={ settingsUrl }>
					{ __( 'Set up a provider', 'wp-ai-jobs' ) }
				</ExternalLink>
			) }
		</p>
	);
}
