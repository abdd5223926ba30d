import { expect, test } from 'vitest';
import { platformEnvironment } from './environment.ts';
import { waitForTurn } from './wait.ts';

function setUp( online = true ) {
	const machine = {
		online,
		timers: new Set< () => void >(),
		wakers: new Set< () => void >(),
	};
	const environment = {
		...platformEnvironment,
		isOnline: () => machine.online,
		setTimer( callback: () => void ) {
			machine.timers.add( callback );
			return () => machine.timers.delete( callback );
		},
		onWake( callback: () => void ) {
			machine.wakers.add( callback );
			return () => machine.wakers.delete( callback );
		},
	};
	const fire = ( callbacks: Set< () => void > ) =>
		[ ...callbacks ].forEach( ( callback ) => callback() );
	return {
		machine,
		environment,
		fireTimers: () => fire( machine.timers ),
		wake: () => fire( machine.wakers ),
		listeners: () => machine.timers.size + machine.wakers.size,
	};
}

test( 'ends when the delay is over and leaves no listener', async () => {
	const { environment, fireTimers, listeners } = setUp();
	const waiting = waitForTurn(
		1_000,
		new AbortController().signal,
		environment
	);
	fireTimers();
	await waiting;
	expect( listeners() ).toBe( 0 );
} );

test( 'ends at once when the machine wakes', async () => {
	const { environment, wake, listeners } = setUp();
	const waiting = waitForTurn(
		1_000,
		new AbortController().signal,
		environment
	);
	wake();
	await waiting;
	expect( listeners() ).toBe( 0 );
} );

test( 'without a network it waits for one, however late', async () => {
	const { machine, environment, fireTimers, wake, listeners } =
		setUp( false );
	const waiting = waitForTurn(
		1_000,
		new AbortController().signal,
		environment
	);
	fireTimers();
	wake();
	expect( listeners() ).toBeGreaterThan( 0 );
	machine.online = true;
	wake();
	await waiting;
	expect( listeners() ).toBe( 0 );
} );

test( 'an abort during the wait ends it at once and leaves no listener', async () => {
	const { environment, listeners } = setUp();
	const controller = new AbortController();
	const waiting = waitForTurn( 1_000, controller.signal, environment );
	controller.abort();
	await expect( waiting ).rejects.toMatchObject( { name: 'AbortError' } );
	expect( listeners() ).toBe( 0 );
} );
