import { useState, version } from 'react';
import { AIContentPopover, useAiJob } from 'wp-ai-jobs';

/** A look of one's own. */
function Haiku() {
	const job = useAiJob( 'content' );
	return (
		<section aria-label="Haiku">
			<button
				onClick={ () => job.start( { prompt: 'A haiku about rain' } ) }
			>
				Write a haiku
			</button>
			{ job.status === 'completed' ? (
				<p>{ job.result.content }</p>
			) : (
				<output>{ job.status }</output>
			) }
		</section>
	);
}

export function App() {
	const [ button, setButton ] = useState< HTMLElement | null >( null );
	const [ isOpen, setIsOpen ] = useState( false );
	const [ text, setText ] = useState( '' );
	return (
		<>
			<p>React { version }</p>
			<button ref={ setButton } onClick={ () => setIsOpen( true ) }>
				Write with AI
			</button>
			{ isOpen && (
				<AIContentPopover
					anchor={ button }
					jobKey="app"
					onInsert={ ( content ) => setText( content.text ) }
					onClose={ () => setIsOpen( false ) }
				/>
			) }
			<article>{ text }</article>
			<Haiku />
		</>
	);
}
