import { registerEditorAi } from './registerEditorAi.ts';
import { readSettings } from './readSettings.ts';

// The script of the plugin: all that it does is what any plugin can do.
registerEditorAi( readSettings() );
