export {
	createRestTransport,
	type RestTransportOptions,
} from './restTransport.ts';
export {
	createAjaxTransport,
	type AjaxTransportOptions,
} from './ajaxTransport.ts';
export type { RenewNonce } from './nonce.ts';
