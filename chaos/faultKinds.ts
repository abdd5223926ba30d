import type { Chance } from './chance.ts';
import type {
	Ask,
	AuthorDeed,
	Fault,
	FaultKind,
	JobKind,
	LineDeed,
	ProcessDeed,
	ProviderDeed,
	SiteDeed,
	Step,
} from './faults.ts';

const line = (
	name: string,
	deed: LineDeed,
	asks: readonly Ask[],
	only?: JobKind
): FaultKind => ( {
	name,
	at: 'line',
	...( only && { only } ),
	draw: ( chance ) => ( {
		at: 'line',
		ask: chance.pick( asks ),
		deed,
		times: chance.between( 1, 3 ),
	} ),
} );

const process = (
	name: string,
	deed: ProcessDeed,
	steps: readonly Step[],
	only?: JobKind
): FaultKind => ( {
	name,
	at: 'process',
	...( only && { only } ),
	draw: ( chance ) => ( { at: 'process', step: chance.pick( steps ), deed } ),
} );

const always = ( name: string, fault: Fault ): FaultKind => ( {
	name,
	at: fault.at,
	draw: () => fault,
} );

const provider = ( name: string, deed: ProviderDeed ) =>
	always( name, { at: 'provider', deed } );

const author = ( name: string, deed: AuthorDeed ) =>
	always( name, { at: 'author', deed } );

const site = (
	name: string,
	deed: SiteDeed,
	duration: ( chance: Chance ) => number
): FaultKind => ( {
	name,
	at: 'site',
	draw: ( chance ) => ( {
		at: 'site',
		deed,
		moment: chance.pick( [ 'start', 'asked', 'answer' ] ),
		durationMs: duration( chance ),
	} ),
} );

/** All that a run draws from. */
export const FAULT_KINDS: readonly FaultKind[] = [
	line( 'start: connection reset before it reached the site', 'refuse', [
		'start',
	] ),
	line( 'check: connection reset before it reached the site', 'refuse', [
		'check',
	] ),
	line( 'start: the site acted, its answer was lost', 'lose', [ 'start' ] ),
	line( 'start: the site acted, a gateway said 504', 'gateway-timeout', [
		'start',
	] ),
	line( 'check: the answer was lost', 'lose', [ 'check' ] ),
	line( 'check: reset in the middle of the answer’s body', 'cut', [
		'check',
	] ),
	line( 'check: 502 with an HTML page', 'bad-gateway', [ 'check' ] ),
	line( 'start or check: 500', 'server-error', [ 'start', 'check' ] ),
	line( 'start or check: 429 with Retry-After', 'limited', [
		'start',
		'check',
	] ),
	line( 'start or check: a body of `0`', 'zero', [ 'start', 'check' ] ),
	line( 'start or check: a body of `-1`', 'minus-one', [ 'start', 'check' ] ),
	line( 'start or check: answered after the client’s limit', 'slow', [
		'start',
		'check',
	] ),
	line( 'acknowledgement: the answer was lost', 'lose', [ 'acknowledge' ] ),
	line(
		'import: the site acted, its answer was lost',
		'lose',
		[ 'import' ],
		'image'
	),
	line( 'stale nonce', 'stale-nonce', [ 'start', 'check', 'acknowledge' ] ),
	line( 'logged out, and in again', 'logged-out', [ 'start', 'check' ] ),

	author( 'client asleep for ten minutes, timers skipped', 'sleep' ),
	author( 'client’s clock set hours ahead in the middle', 'clock-forward' ),
	author( '20 identical starts at once with one key', 'start-20-times' ),
	author( 'client gone; another one finds the job by its post', 'leave' ),
	author( 'stopped in the middle', 'cancel' ),
	{
		name: 'stopped in the middle, and the answer was lost',
		at: 'line',
		draw: () => ( { at: 'line', ask: 'cancel', deed: 'lose', times: 1 } ),
	},

	process( 'SIGKILL after the job was inserted', 'kill', [ 'created' ] ),
	process( 'SIGKILL after the claim', 'kill', [ 'claimed', 'asking' ] ),
	provider( 'SIGKILL in the provider call', 'kill' ),
	process(
		'SIGKILL with the provider’s answer in memory, not read yet',
		'kill',
		[ 'received', 'answered' ]
	),
	process( 'SIGKILL before the result was stored', 'kill', [ 'storing' ] ),
	process( 'SIGKILL after the result was stored', 'kill', [ 'stored' ] ),
	process(
		'SIGKILL during an image’s import',
		'kill',
		[ 'importing', 'attached', 'sized' ],
		'image'
	),
	process( 'fatal error in the provider', 'fatal', [ 'asking' ] ),
	process( 'out of memory in the provider', 'memory', [ 'asking' ] ),
	process( 'max_execution_time in the provider', 'time', [ 'asking' ] ),

	always( 'loopback blocked', { at: 'ladder', cron: true } ),
	always( 'loopback blocked and WP-Cron off', { at: 'ladder', cron: false } ),

	provider( 'provider: 500', 'server-error' ),
	provider( 'provider: 429', 'limited' ),
	provider( 'provider: an HTML page with status 200', 'garbage' ),
	provider( 'provider: cut off in the middle of its answer', 'cut' ),
	provider( 'provider: reset without an answer', 'reset' ),
	provider( 'provider: answers after the job has ended', 'late' ),

	site( 'database gone', 'database-gone', ( chance ) =>
		chance.between( 300, 2_000 )
	),
	site( 'database read-only', 'read-only', ( chance ) =>
		chance.between( 300, 1_500 )
	),
	site( 'plugin deactivated and activated again', 'deactivated', ( chance ) =>
		chance.between( 100, 600 )
	),
	site( 'plugin being updated', 'updated', ( chance ) =>
		chance.between( 200, 1_000 )
	),
	site( 'server’s clock stepped by up to 30 s', 'clock-step', ( chance ) =>
		chance.between( -3_000, 3_000 )
	),
	process(
		'disk full while an image is made',
		'disk',
		[ 'claimed', 'asking' ],
		'image'
	),
];
