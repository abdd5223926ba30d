import type { StorybookConfig } from '@storybook/react-vite';

const config: StorybookConfig = {
	stories: [ '../stories/**/*.mdx', '../stories/**/*.stories.tsx' ],
	addons: [
		'@storybook/addon-docs',
		'@storybook/addon-a11y',
		'@storybook/addon-vitest',
	],
	framework: '@storybook/react-vite',
	// mockServiceWorker.js, made by `msw init` before each start.
	staticDirs: [ './public' ],
	core: { disableTelemetry: true, disableWhatsNewNotifications: true },
	typescript: { reactDocgen: 'react-docgen-typescript' },
};

export default config;
