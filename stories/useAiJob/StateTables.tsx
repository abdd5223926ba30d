import { Markdown } from '@storybook/addon-docs/blocks';
import { causeText } from './StateDiagram.tsx';
import { CONNECTIONS, STATUSES, TRANSITIONS } from './transitions.ts';

const row = ( ...cells: readonly string[] ) => `| ${ cells.join( ' | ' ) } |`;

const table = (
	head: readonly string[],
	rows: readonly ( readonly string[] )[]
) =>
	[
		row( ...head ),
		row( ...head.map( () => '---' ) ),
		...rows.map( ( cells ) => row( ...cells ) ),
	].join( '\n' );

const code = ( word: string ) => `\`${ word }\``;
const codes = ( words: readonly string[] ) => words.map( code ).join( ', ' );

const meanings = ( words: Readonly< Record< string, string > > ) =>
	Object.entries( words ).map( ( [ word, meaning ] ) => [
		code( word ),
		meaning,
	] );

export const StatusTable = () => (
	<Markdown>
		{ table( [ 'status', 'what it means' ], meanings( STATUSES ) ) }
	</Markdown>
);

export const ConnectionTable = () => (
	<Markdown>
		{ table( [ 'connection', 'what it means' ], meanings( CONNECTIONS ) ) }
	</Markdown>
);

/** Every change, in words: the diagram for who does not see it. */
export const TransitionTable = () => (
	<Markdown>
		{ table(
			[ 'from', 'to', 'by', 'when' ],
			TRANSITIONS.map( ( { from, to, by, when } ) => [
				codes( from ),
				codes( to ),
				causeText( by ),
				when,
			] )
		) }
	</Markdown>
);
