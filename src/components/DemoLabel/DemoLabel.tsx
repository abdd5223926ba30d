import { ExternalLink } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import './styles.css';

interface DemoLabelProps {
	/** The rest of the sentence: what comes instead. */
	readonly children: string;
	/** Where a provider is set up; null for who may not. */
	readonly settingsUrl: string | null;
}

/** Says that what comes is no AI's. */
export function DemoLabel( { children, settingsUrl }: DemoLabelProps ) {
	return (
		<p className="wp-ai-jobs-demo">
			<strong>{ __( 'Demo:', 'wp-ai-jobs' ) }</strong> { children }{ ' ' }
			{ settingsUrl && (
				<ExternalLink href={ settingsUrl }>
					{ __( 'Set up a provider', 'wp-ai-jobs' ) }
				</ExternalLink>
			) }
		</p>
	);
}
