import type { Globals } from 'storybook/internal/types';
import {
	scenarios,
	type MockNetwork,
	type ScenarioName,
} from '../mocks/index.ts';

/** How time passes: as the story moves it, by itself, ten times as fast, or by the buttons below the story. */
export type Speed = 'story' | 'real' | 'fast' | 'by-hand';

/** What the toolbar says. */
export interface Toolbar {
	/** `story`: the story's own. */
	readonly scenario: 'story' | ScenarioName;
	readonly speed: Speed;
	readonly network: MockNetwork;
	readonly direction: 'ltr' | 'rtl';
}

const AS_THE_STORY_SAYS = { value: 'story', title: 'As the story says' };

const names = Object.keys( scenarios );

const speeds: Readonly< Record< Speed, string > > = {
	story: AS_THE_STORY_SAYS.title,
	real: 'Real time',
	fast: 'Ten times as fast',
	'by-hand': 'By hand',
};

const networks: Readonly< Record< MockNetwork, string > > = {
	online: 'Online',
	slow: 'Slow',
	flaky: 'Flaky',
	offline: 'Offline',
};

const directions: Readonly< Record< Toolbar[ 'direction' ], string > > = {
	ltr: 'Left to right',
	rtl: 'Right to left',
};

type Icon = 'play' | 'timer' | 'globe' | 'transfer';

const menu = (
	title: string,
	icon: Icon,
	items: { value: string; title: string }[]
) => ( {
	description: title,
	toolbar: { title, icon, items, dynamicTitle: true },
} );

const toItems = ( titles: Readonly< Record< string, string > > ) =>
	Object.entries( titles ).map( ( [ value, title ] ) => ( {
		value,
		title,
	} ) );

/** The toolbar's menus, for every story. */
export const globalTypes = {
	scenario: menu( 'Scenario', 'play', [
		AS_THE_STORY_SAYS,
		...names.map( ( value ) => ( { value, title: value } ) ),
	] ),
	speed: menu( 'Speed', 'timer', toItems( speeds ) ),
	network: menu( 'Network', 'globe', toItems( networks ) ),
	direction: menu( 'Direction', 'transfer', toItems( directions ) ),
};

export const initialGlobals = {
	scenario: 'story',
	speed: 'story',
	network: 'online',
	direction: 'ltr',
} satisfies Toolbar;

const isKeyOf = < Key extends string >(
	titles: Readonly< Record< Key, unknown > >,
	value: unknown
): value is Key => typeof value === 'string' && Object.hasOwn( titles, value );

/**
 * Reads the toolbar; what an address names that there is not is as if it were not named.
 *
 * @param globals Storybook's.
 */
export const readToolbar = ( globals: Globals ): Toolbar => ( {
	scenario: isKeyOf( scenarios, globals[ 'scenario' ] )
		? globals[ 'scenario' ]
		: initialGlobals.scenario,
	speed: isKeyOf( speeds, globals[ 'speed' ] )
		? globals[ 'speed' ]
		: initialGlobals.speed,
	network: isKeyOf( networks, globals[ 'network' ] )
		? globals[ 'network' ]
		: initialGlobals.network,
	direction: isKeyOf( directions, globals[ 'direction' ] )
		? globals[ 'direction' ]
		: initialGlobals.direction,
} );
