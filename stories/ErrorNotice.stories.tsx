import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, within } from 'storybook/test';
import {
	AiJobError,
	JOB_ERROR_CODES,
	REQUEST_ERROR_CODES,
	type AiJobErrorCode,
} from '../src/protocol/index.ts';
import { explainError } from '../src/components/ErrorNotice/explainError.ts';
import { ErrorNotice } from '../src/components/ErrorNotice/index.ts';

const codes = [ ...new Set( [ ...REQUEST_ERROR_CODES, ...JOB_ERROR_CODES ] ) ];

/** What the site says where its own sentence is shown. */
const SAID: Readonly< Partial< Record< AiJobErrorCode, string > > > = {
	invalid_input: 'the prompt is missing.',
	rate_limited:
		'You have 20 AI jobs under way. Wait until one has finished, or stop one.',
	internal: 'Nothing on this site makes summaries any more.',
};

const doNothing = () => {};

/** What an author reads for each error code. */
function EveryError( { canSetUp }: { canSetUp: boolean } ) {
	return (
		<main
			style={ {
				display: 'grid',
				gap: 12,
				padding: 16,
				maxInlineSize: 416,
			} }
		>
			{ codes.map( ( code ) => (
				<section key={ code } aria-label={ code }>
					<code>{ code }</code>
					<ErrorNotice
						explanation={ explainError(
							new AiJobError(
								code,
								SAID[ code ] ?? 'Not shown.',
								{
									mayBeBilled: code === 'interrupted',
								}
							),
							{ canSetUp }
						) }
						settingsUrl={ canSetUp ? '#settings' : null }
						loginUrl="#login"
						onRetry={ doNothing }
						onStartAgain={ doNothing }
						onEdit={ doNothing }
					/>
				</section>
			) ) }
		</main>
	);
}

const meta = {
	title: 'ErrorNotice',
	component: EveryError,
} satisfies Meta< typeof EveryError >;

export default meta;

type Story = StoryObj< typeof meta >;

export const ForAuthors: Story = {
	args: { canSetUp: false },
	async play( { canvas } ) {
		await expect(
			within(
				canvas.getByRole( 'region', { name: 'provider_auth' } )
			).queryByRole( 'link' )
		).toBeNull();
	},
};

export const ForAdministrators: Story = {
	args: { canSetUp: true },
	async play( { canvas } ) {
		await expect(
			within(
				canvas.getByRole( 'region', { name: 'provider_auth' } )
			).getByRole( 'link' )
		).toHaveAttribute( 'href', '#settings' );
	},
};
