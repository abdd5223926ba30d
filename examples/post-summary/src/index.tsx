import { useDispatch, useSelect } from '@wordpress/data';
import { PluginDocumentSettingPanel, store } from '@wordpress/editor';
import { __ } from '@wordpress/i18n';
import { registerPlugin } from '@wordpress/plugins';
import { useCallback } from 'react';
import { AiJobsProvider } from 'wp-ai-jobs';
import { createAiJobClient } from 'wp-ai-jobs/client';
import { createRestTransport } from 'wp-ai-jobs/client/axios';
import 'wp-ai-jobs/styles.css';
import { SummaryPanel } from './SummaryPanel.tsx';

// `wpApiSettings` comes with the script handle `wp-api-request`.
const { root, nonce } = window.wpApiSettings;
const client = createAiJobClient( {
	transport: createRestTransport( { root, nonce } ),
} );

/** The post's text without its markup. */
const toText = ( html: string ) =>
	(
		new DOMParser().parseFromString( html, 'text/html' ).body.textContent ??
		''
	)
		.replace( /\s+/g, ' ' )
		.trim();

function Summary() {
	const { postId, content } = useSelect( ( select ) => {
		const editor = select( store );
		return {
			postId: editor.getCurrentPostId(),
			content: editor.getEditedPostContent(),
		};
	}, [] );
	const { editPost } = useDispatch( store );
	const setExcerpt = useCallback(
		( excerpt: string ) => void editPost( { excerpt } ),
		[ editPost ]
	);
	return (
		<PluginDocumentSettingPanel
			name="post-summary"
			title={ __( 'Summary', 'post-summary' ) }
		>
			<AiJobsProvider client={ client }>
				<SummaryPanel
					postId={ postId }
					postText={ toText( content ) }
					onSummary={ setExcerpt }
				/>
			</AiJobsProvider>
		</PluginDocumentSettingPanel>
	);
}

registerPlugin( 'post-summary', { render: Summary } );
