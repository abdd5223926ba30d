import { countChecks } from '../src/client/tabs/tabs.fixture.ts';

/** Checks that three jobs cost in two minutes, by the number of tabs that follow them; a clock that does not wait counts them. */
const ways = [
	[ 'Web Locks and BroadcastChannel', {} ],
	[ 'BroadcastChannel alone', { locks: null } ],
	[ 'neither', { openChannel: null } ],
] as const;

const TABS = [ 1, 2, 5 ];

// eslint-disable-next-line no-console -- what it is run for.
console.table(
	Object.fromEntries(
		await Promise.all(
			ways.map( async ( [ name, over ] ) => [
				name,
				Object.fromEntries(
					await Promise.all(
						TABS.map( async ( tabs ) => [
							`${ tabs } tab${ tabs > 1 ? 's' : '' }`,
							await countChecks( tabs, over ),
						] )
					)
				),
			] )
		)
	)
);

const [ one, two ] = [ await countChecks( 1 ), await countChecks( 2 ) ];
if ( two > one * 1.05 ) {
	throw new Error( `Two tabs send ${ two } checks, one sends ${ one }.` );
}
