import { useId } from 'react';
import {
	ACTIONS,
	TRANSITIONS,
	type Cause,
	type Status,
} from './transitions.ts';
import './stateDiagram.css';

interface Box {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

const WIDTH = 910;
const HEIGHT = 430;

const small = ( x: number, y: number ): Box => ( {
	x,
	y,
	width: 110,
	height: 44,
} );

const PLACES: Readonly< Record< Status, Box > > = {
	idle: small( 20, 110 ),
	starting: small( 250, 110 ),
	pending: small( 520, 110 ),
	processing: small( 710, 110 ),
	'timed-out': small( 710, 250 ),
	completed: small( 210, 350 ),
	cancelled: small( 340, 350 ),
	failed: small( 470, 350 ),
	expired: small( 600, 350 ),
};

/** Statuses that go the same ways. */
const GROUPS = {
	live: {
		statuses: [ 'pending', 'processing' ],
		box: { x: 506, y: 80, width: 328, height: 88 },
	},
	over: {
		statuses: [ 'completed', 'cancelled', 'failed', 'expired' ],
		box: { x: 196, y: 330, width: 528, height: 78 },
	},
} as const satisfies Record<
	string,
	{ readonly statuses: readonly Status[]; readonly box: Box }
>;

interface Arrow {
	readonly from: readonly Status[];
	readonly to: readonly Status[];
	readonly path: string;
	readonly label: {
		readonly x: number;
		readonly y: number;
		readonly anchor?: 'start' | 'end';
	};
}

const { live, over } = GROUPS;

/** Where they run; what they are called, the table says. */
const ARROWS: readonly Arrow[] = [
	{
		from: [ 'idle' ],
		to: [ 'starting' ],
		path: 'M130 132H246',
		label: { x: 188, y: 124 },
	},
	{
		from: [ 'starting' ],
		to: [ 'pending' ],
		path: 'M360 132H516',
		label: { x: 433, y: 124 },
	},
	{
		from: [ 'pending' ],
		to: [ 'processing' ],
		path: 'M630 132H706',
		label: { x: 668, y: 124 },
	},
	{
		from: [ 'idle' ],
		to: live.statuses,
		path: 'M75 110V40H670V76',
		label: { x: 370, y: 34 },
	},
	{
		from: live.statuses,
		to: [ 'timed-out' ],
		path: 'M745 168V246',
		label: { x: 737, y: 212, anchor: 'end' },
	},
	{
		from: [ 'timed-out' ],
		to: live.statuses,
		path: 'M785 250V172',
		label: { x: 793, y: 212, anchor: 'start' },
	},
	{
		from: live.statuses,
		to: over.statuses,
		path: 'M560 168V326',
		label: { x: 552, y: 236, anchor: 'end' },
	},
	{
		from: [ 'timed-out' ],
		to: over.statuses,
		path: 'M765 294V369H728',
		label: { x: 773, y: 336, anchor: 'start' },
	},
	{
		from: over.statuses,
		to: [ 'starting' ],
		path: 'M320 330V158',
		label: { x: 328, y: 258, anchor: 'start' },
	},
	{
		from: [ 'starting' ],
		to: over.statuses,
		path: 'M280 154V326',
		label: { x: 272, y: 236, anchor: 'end' },
	},
	{
		from: over.statuses,
		to: [ 'idle' ],
		path: 'M196 369H75V158',
		label: { x: 83, y: 290, anchor: 'start' },
	},
];

const includesSome = (
	these: readonly Status[],
	those: readonly Status[]
): boolean => these.some( ( one ) => those.includes( one ) );

/**
 * What leads from some of these to some of those, each once.
 *
 * @param from These.
 * @param to   Those.
 */
export const causesOf = (
	from: readonly Status[],
	to: readonly Status[]
): readonly Cause[] => [
	...new Set(
		TRANSITIONS.filter(
			( transition ) =>
				includesSome( from, transition.from ) &&
				includesSome( to, transition.to )
		).map( ( { by } ) => by )
	),
];

/**
 * A cause as it is written.
 *
 * @param cause The cause.
 */
export const causeText = ( cause: Cause ) =>
	Object.hasOwn( ACTIONS, cause ) ? `${ cause }()` : cause;

/** A line of a label's height, in the drawing's units. */
const LINE = 16;

/** The ways between the hook's statuses, drawn from the table. What the arrows say, the tables say in words. */
export function StateDiagram() {
	const id = useId();
	return (
		<svg
			className="story-states"
			viewBox={ `0 0 ${ WIDTH } ${ HEIGHT }` }
			role="img"
			aria-labelledby={ `${ id }title` }
			aria-describedby={ `${ id }text` }
			direction="ltr"
		>
			<title id={ `${ id }title` }>
				How the status of useAiJob changes
			</title>
			<desc id={ `${ id }text` }>
				{ ARROWS.map(
					( { from, to } ) =>
						`${ from.join( ', ' ) } to ${ to.join( ', ' ) }: ${ causesOf( from, to ).map( causeText ).join( ', ' ) }.`
				).join( ' ' ) }
			</desc>
			<defs>
				<marker
					id={ `${ id }head` }
					viewBox="0 0 8 8"
					refX="7"
					refY="4"
					markerWidth="8"
					markerHeight="8"
					orient="auto"
				>
					<path d="M0 0 8 4 0 8Z" />
				</marker>
			</defs>
			{ Object.entries( GROUPS ).map( ( [ name, { box } ] ) => (
				<g key={ name } className="story-states__group">
					<rect { ...box } rx="6" />
				</g>
			) ) }
			{ ARROWS.map( ( { from, to, path, label } ) => {
				const causes = causesOf( from, to );
				// Over a line, the last stands next to it; beside one, the first where it begins.
				const above = label.anchor ? 0 : causes.length - 1;
				return (
					<g key={ path } className="story-states__way">
						<path d={ path } markerEnd={ `url(#${ id }head)` } />
						{ causes.map( ( cause, line ) => (
							<text
								key={ cause }
								x={ label.x }
								y={ label.y + ( line - above ) * LINE }
								textAnchor={ label.anchor ?? 'middle' }
							>
								{ causeText( cause ) }
							</text>
						) ) }
					</g>
				);
			} ) }
			{ Object.entries( PLACES ).map( ( [ status, box ] ) => (
				<g key={ status } className="story-states__status">
					<rect { ...box } rx="4" />
					<text
						x={ box.x + box.width / 2 }
						y={ box.y + box.height / 2 }
						textAnchor="middle"
						dominantBaseline="central"
					>
						{ status }
					</text>
				</g>
			) ) }
		</svg>
	);
}
