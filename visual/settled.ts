import { isAnswered } from '../stories/storyJobs.ts';

/** So many frames in a row must be alike. */
const FRAMES = 3;

/** What components fetch when they are rendered; all of them, so that none is forgotten. */
const modules = import.meta.glob( [
	'../src/{components,editor}/**/*.{ts,tsx}',
	'!../src/**/*.test.{ts,tsx}',
	'!../src/**/*.fixture.{ts,tsx}',
	'!../src/editor/{plugin,testPost}.{ts,tsx}',
] );

/** Loads what is fetched later than the rest, before it is asked for. */
export const loadModules = () =>
	Promise.all( Object.values( modules ).map( ( load ) => load() ) );

/** The next frame, and what was to be done after it. */
const nextFrame = () =>
	new Promise< void >( ( resolve ) =>
		requestAnimationFrame( () => setTimeout( resolve ) )
	);

/**
 * Waits until a part of the page is drawn and stays as it is: on a busy
 * machine, a story has played before the last answer is read and rendered.
 *
 * @param selector Which part.
 */
export async function settled( selector: string ): Promise< void > {
	await document.fonts.ready;
	let before = '';
	for ( let alike = 0; alike < FRAMES; ) {
		await nextFrame();
		const shown = document.querySelector( selector );
		const isComplete =
			isAnswered() &&
			Array.from( document.images ).every( ( { complete } ) => complete );
		const now =
			shown && isComplete
				? JSON.stringify( [
						shown.getBoundingClientRect(),
						shown.outerHTML,
					] )
				: '';
		alike = now !== '' && now === before ? alike + 1 : 0;
		before = now;
	}
}
