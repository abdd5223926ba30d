/** The package's own types cover its webpack plugin alone. */
declare module '@wordpress/dependency-extraction-webpack-plugin/lib/util' {
	export function defaultRequestToExternal(
		request: string
	): string | string[] | undefined;
	export function defaultRequestToHandle(
		request: string
	): string | undefined;
}
