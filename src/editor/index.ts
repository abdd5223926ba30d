export type { EditorAiOptions } from './registerButtons.tsx';
export { registerEditorAi } from './registerEditorAi.ts';
export { registerEditorAiClient } from './registerEditorAiClient.tsx';
export type { EditorSettings } from './settings.ts';
