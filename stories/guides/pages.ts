/** The files that are pages here, and what each is called. A page has its title in its MDX file, too: Storybook reads it there. */
export const PAGES: Readonly< Record< string, string > > = {
	'README.md': 'Guides/wp-ai-jobs',
	'docs/use-in-your-block.md': 'Guides/Use it in your block',
	'docs/host-defined-types.md': 'Guides/A job type of your own',
	'docs/testing.md': 'Guides/Test your own AI block',
	'docs/your-own-backend.md': 'Guides/Your own backend',
	'docs/from-the-classic-system.md': 'Guides/From the classic job queue',
	'docs/wire.md': 'Guides/The REST wire',
	'docs/conformance.md': 'Guides/Does your backend conform',
	'docs/providers.md': 'Guides/Providers',
	'docs/capabilities.md': 'Guides/Who may generate',
	'docs/field.md': 'Guides/On real sites',
	'docs/hooks.md': 'Guides/Hooks of the plugin',
	'docs/reliability.md': 'Guides/Reliability',
	'docs/reliability-of-the-client.md': 'Guides/The client on bad ground',
};
