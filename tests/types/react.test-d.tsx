import type { ComponentProps } from 'react';
import { expectTypeOf, test } from 'vitest';
import * as v from 'valibot';
import {
	AIContentPopover,
	AIImagePopover,
	defineJobType,
	useAiJob,
	type AiJobError,
	type Connection,
	type ContentInput,
	type ContentResult,
	type ImportedImage,
} from 'wp-ai-jobs';

const summary = defineJobType( {
	name: 'summary',
	input: v.object( { text: v.string() } ),
	result: v.object( { summary: v.string() } ),
} );

test( 'a job is one of its statuses, and has what that one has', () => {
	const job = useAiJob( 'content' );
	expectTypeOf( job.status ).toEqualTypeOf<
		| 'idle'
		| 'starting'
		| 'pending'
		| 'processing'
		| 'completed'
		| 'failed'
		| 'expired'
		| 'cancelled'
		| 'timed-out'
	>();
	expectTypeOf( job.connection ).toEqualTypeOf< Connection >();
	expectTypeOf( job.input ).toEqualTypeOf< ContentInput | null >();
	// @ts-expect-error Only a completed job has a result.
	void job.result;
	// @ts-expect-error Only a job that failed or expired has an error.
	void job.error;
	switch ( job.status ) {
		case 'completed':
			expectTypeOf( job.result ).toEqualTypeOf< ContentResult >();
			break;
		case 'failed':
		case 'expired':
			expectTypeOf( job.error ).toEqualTypeOf< AiJobError >();
			break;
		case 'cancelled':
			expectTypeOf( job.mayBeBilled ).toBeBoolean();
			break;
		case 'pending':
		case 'processing':
			expectTypeOf( job.startedAtMs ).toBeNumber();
	}
} );

test( 'start takes the input of its type', () => {
	const job = useAiJob( summary, { key: 'post' } );
	expectTypeOf( job.start )
		.parameter( 0 )
		.toEqualTypeOf< { text: string } >();
	// @ts-expect-error A summary is made of a text.
	job.start( { prompt: '' } );
	if ( job.status === 'completed' ) {
		expectTypeOf( job.result.summary ).toBeString();
	}
} );

test( 'a popover for texts hands a text over', () => {
	void (
		<AIContentPopover
			anchor={ null }
			jobKey="a"
			onClose={ () => {} }
			onInsert={ ( content ) => {
				expectTypeOf( content.text ).toBeString();
				expectTypeOf( content.html ).toBeString();
			} }
		/>
	 );
	type Props = ComponentProps< typeof AIContentPopover >;
	// @ts-expect-error It has to be closed somehow.
	const unclosed: Props = { jobKey: 'a' };
	// @ts-expect-error A text is no image.
	const mixed: Props = { jobKey: 'a', onClose() {}, onUse() {} };
	void [ unclosed, mixed ];
} );

test( 'a popover for images hands attachments over', () => {
	void (
		<AIImagePopover
			anchor={ null }
			jobKey="a"
			onClose={ () => {} }
			onUse={ ( images ) => {
				expectTypeOf( images[ 0 ] ).toEqualTypeOf<
					ImportedImage | undefined
				>();
			} }
		/>
	 );
	type Props = ComponentProps< typeof AIImagePopover >;
	// @ts-expect-error No such shape.
	const round: Props[ 'aspectRatio' ] = 'round';
	void round;
} );
