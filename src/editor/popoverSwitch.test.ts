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

test( "a block's button leads to the job that was started under an earlier id of the block", () => {
	const popoverSwitch = createPopoverSwitch();
	const button = { kind: 'text', key: 'now' } as const;
	const found = { kind: 'found-text', key: 'job' } as const;
	const images = { kind: 'found-images', key: 'other job' } as const;
	const moved = { kind: 'text', key: 'before' } as const;
	for ( const spot of [ moved, found, images ] ) {
		popoverSwitch.announce( spot );
		popoverSwitch.addMoved( 'now', spot );
		popoverSwitch.setSign( spot.key, 'ready' );
	}
	popoverSwitch.toggle( button );
	expect( popoverSwitch.get() ).toBe( found );
	popoverSwitch.toggle( button );
	expect( popoverSwitch.get() ).toBeNull();
	popoverSwitch.setSign( 'job', null );
	expect( popoverSwitch.spotAt( button ) ).toBe( moved );
	popoverSwitch.setSign( 'now', 'running' );
	expect( popoverSwitch.spotAt( button ) ).toBe( button );
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
