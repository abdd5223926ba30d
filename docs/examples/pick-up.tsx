import { useEffect } from '@wordpress/element';
import { useAdopt, usePostJobs } from 'wp-ai-jobs';

interface PickUpProps {
	readonly postId: number;
	readonly clientId: string;
}

export function PickUp( { postId, clientId }: PickUpProps ) {
	const adopt = useAdopt();
	const [ newest ] = usePostJobs( postId );
	useEffect( () => {
		if ( newest ) {
			adopt( 'content', clientId, newest );
		}
	}, [ newest, adopt, clientId ] );
	return null;
}
