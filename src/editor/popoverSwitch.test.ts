import { createRegistry } from '@wordpress/data';
import { expect, test, vi } from 'vitest';
import { createPopoverSwitch } from './popoverSwitch.ts';

test( 'each post has the jobs that were asked for in it, and has them again when it is opened again', () => {
	const popoverSwitch = createPopoverSwitch();
	const a = { kind: 'text', key: 'a' } as const;
	const b = { kind: 'found-images', key: 'b' } as const;
	const template = { kind: 'image', key: 'c' } as const;
	popoverSwitch.enterPost( 'page 1' );
	popoverSwitch.open( a );
	popoverSwitch.enterPost( 'page 2' );
	expect( popoverSwitch.visited() ).toEqual( [] );
	popoverSwitch.announce( b );
	popoverSwitch.enterPost( 'wp_template theme//page' );
	popoverSwitch.open( template );
	expect( popoverSwitch.visited() ).toEqual( [ template ] );
	popoverSwitch.enterPost( 'page 1' );
	expect( popoverSwitch.visited() ).toEqual( [ a ] );
	popoverSwitch.enterPost( 'page 2' );
	expect( popoverSwitch.visited() ).toEqual( [ b ] );
} );

test( 'another post closes the popover; the same one leaves it open', () => {
	const popoverSwitch = createPopoverSwitch();
	const listener = vi.fn();
	popoverSwitch.enterPost( 'page 1' );
	popoverSwitch.open( { kind: 'text', key: 'a' } );
	popoverSwitch.subscribe( listener );
	popoverSwitch.enterPost( 'page 1' );
	expect( popoverSwitch.isOpen( 'a' ) ).toBe( true );
	expect( listener ).not.toHaveBeenCalled();
	popoverSwitch.enterPost( 'page 2' );
	expect( popoverSwitch.get() ).toBeNull();
	expect( listener ).toHaveBeenCalledTimes( 1 );
} );

test( 'a host that goes after another one has come takes nothing away', () => {
	const popoverSwitch = createPopoverSwitch();
	expect( popoverSwitch.host() ).toBeNull();
	const [ first, second ] = [ createRegistry(), createRegistry() ];
	const leave = popoverSwitch.addHost( first );
	const leaveSecond = popoverSwitch.addHost( second );
	leave();
	expect( popoverSwitch.host() ).toBe( second );
	leaveSecond();
	expect( popoverSwitch.host() ).toBeNull();
} );
