import { describe } from 'vitest';
import { connectToPlugin } from './pluginBackend.ts';
import { conformanceTests } from './suite.ts';

const sites = [
	{ version: '7.1', database: 'sqlite' },
	{ version: '7.1', database: 'mariadb' },
	{ version: '6.8', database: 'sqlite' },
	{ version: '6.8', database: 'mariadb' },
] as const;

describe.each( sites )(
	'the plugin, WordPress $version on $database',
	( kind ) => conformanceTests( () => connectToPlugin( kind ) )
);
