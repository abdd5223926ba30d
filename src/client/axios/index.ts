/**
 * The transports: over the REST routes, and over the classic `admin-ajax.php`.
 *
 * @module wp-ai-jobs/client/axios
 */
export {
	createRestTransport,
	type RestTransportOptions,
} from './restTransport.ts';
export {
	createAjaxTransport,
	type AjaxTransportOptions,
} from './ajaxTransport.ts';
export type { RenewNonce } from './nonce.ts';
