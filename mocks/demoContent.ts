/** One of each kind of block, so that a test or a story sees them all. */
export const demoContent = {
	content: [
		'## Rain in the city',
		'Streets shine like **polished slate**, and every window keeps *its own small river*.',
		'- An umbrella with a name\n- A tram that is late\n- A dog that does not mind',
		'1. Wait\n2. Listen\n3. Walk on',
		'> The best thing one can do when it’s raining is to let it rain.',
		'| Hour | Rain |\n| --- | --- |\n| 9 | drizzle |\n| 12 | downpour |',
		'```js\nconst sky = clouds.filter( ( cloud ) => cloud.isHeavy );\n```',
	].join( '\n\n' ),
	format: 'markdown',
	model: 'demo',
	usage: null,
} as const;
