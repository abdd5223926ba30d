import { useAiJob } from 'wp-ai-jobs';

export function Haiku( { clientId }: { readonly clientId: string } ) {
	const job = useAiJob( 'content', { key: clientId } );
	const write = () => job.start( { prompt: 'A haiku about rain' } );

	return job.status === 'completed' ? (
		<p>{ job.result.content }</p>
	) : (
		<button onClick={ write }>Generate now</button>
	);
}
