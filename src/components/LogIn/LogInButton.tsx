import { Button } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import type { LogIn } from './types.ts';

/** Lets an author who was logged out come back; nothing where the host has no way to. */
export function LogInButton( { onLogIn, loginUrl }: LogIn ) {
	if ( onLogIn ) {
		return (
			<Button __next40pxDefaultSize variant="primary" onClick={ onLogIn }>
				{ __( 'Log in', 'wp-ai-jobs' ) }
			</Button>
		);
	}
	return loginUrl ? (
		<Button
			__next40pxDefaultSize
			variant="primary"
			href={ loginUrl }
			target="_blank"
			rel="noopener"
		>
			{ __( 'Log in (new tab)', 'wp-ai-jobs' ) }
		</Button>
	) : null;
}
