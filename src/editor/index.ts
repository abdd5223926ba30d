/**
 * The editor's buttons, for blocks of your own and under your own name.
 *
 * It is for a browser. What of WordPress it stands on, `@wordpress/blocks` and
 * `@wordpress/block-editor`, cannot be loaded in Node, so importing it there
 * throws. A module that a server reads as well imports it where there is a
 * window.
 *
 * @example
 * if ( typeof window !== 'undefined' ) {
 *   const { registerEditorAi } = await import( 'wp-ai-jobs/editor' );
 *   registerEditorAi( settings );
 * }
 *
 * @module wp-ai-jobs/editor
 */
export type { EditorAiOptions } from './registerButtons.tsx';
export { registerEditorAi } from './registerEditorAi.ts';
export { registerEditorAiClient } from './registerEditorAiClient.tsx';
export type { EditorSettings } from './settings.ts';
