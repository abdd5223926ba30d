import { StrictMode, useEffect } from 'react';
import { expect } from 'vitest';
import { render } from 'vitest-browser-react';
import { createAiJobClient, type Transport } from '../client/index.ts';
import {
	parseFoundJob,
	type ContentInput,
	type ContentResult,
	type FoundJob,
} from '../protocol/index.ts';
import { wireSnapshot } from '../protocol/wireSnapshot.fixture.ts';
import {
	AiJobsProvider,
	useAdopt,
	useAiJob,
	usePostJobs,
	type AiJob,
} from './index.ts';
import { pass } from './time.fixture.ts';

const POST = 7;

/**
 * A job of the post, as it is found there.
 *
 * @param over What is different, in the wire's names.
 */
export const found = ( over: object = {} ) =>
	parseFoundJob(
		wireSnapshot( {
			input: { prompt: 'Rain' },
			context: { post_id: POST },
			...over,
		} )
	);

/**
 * Opens a post, whose jobs go to the places of their ids.
 *
 * @param transport What leads to the site.
 * @return What is seen of the place `a`, and of the post.
 */
export async function openPost( transport: Transport ) {
	const seen: AiJob< ContentInput, ContentResult >[] = [];
	const adopted: boolean[] = [];
	let jobs: readonly FoundJob[] = [];
	function Post() {
		const adopt = useAdopt();
		const here = usePostJobs( POST );
		seen.push( useAiJob( 'content', { key: 'a' } ) );
		useEffect( () => {
			jobs = here;
			for ( const job of here ) {
				adopted.push( adopt( 'content', job.id, job ) );
			}
		}, [ here, adopt ] );
		return null;
	}
	await render(
		<StrictMode>
			<AiJobsProvider client={ createAiJobClient( { transport } ) }>
				<Post />
			</AiJobsProvider>
		</StrictMode>
	);
	await pass( 10 );
	return {
		adopted,
		jobs: () => jobs,
		last: () => seen.at( -1 ) ?? expect.fail( 'Nothing was rendered.' ),
	};
}
