import { expectTypeOf, test } from 'vitest';
import type { AiJobClient } from 'wp-ai-jobs/client';
import { registerEditorAi, registerEditorAiClient } from 'wp-ai-jobs/editor';

declare const client: AiJobClient;

test( 'what registers the editor’s buttons gives back what takes them away', () => {
	expectTypeOf( registerEditorAi ).returns.toEqualTypeOf< () => void >();
	expectTypeOf( registerEditorAiClient ).toBeCallableWith( client, {
		name: 'my-plugin',
		textBlocks: new Set( [ 'my-plugin/note' ] ),
	} );
	// @ts-expect-error Where a fresh nonce is, it has to know.
	registerEditorAi( { restRoot: '/', nonce: '' } );
	// @ts-expect-error Blocks go by names.
	registerEditorAiClient( client, { imageBlocks: [ 1 ] } );
} );
