import { createAiJobClient } from 'wp-ai-jobs/client';
import { createAjaxTransport } from 'wp-ai-jobs/client/axios';

declare const EssentialBlocksLocalize: {
	readonly ajax_url: string;
	readonly admin_nonce: string;
};

const { ajax_url: ajaxUrl, admin_nonce: nonce } = EssentialBlocksLocalize;

export const client = createAiJobClient( {
	transport: createAjaxTransport( { ajaxUrl, nonce } ),
} );
