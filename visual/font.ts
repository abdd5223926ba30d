import '@fontsource/roboto/latin-400.css';
import '@fontsource/roboto/latin-400-italic.css';
import '@fontsource/roboto/latin-500.css';
import '@fontsource/roboto/latin-600.css';
import '@fontsource/roboto/latin-700.css';
import './font.css';

/** Loads the font that all text is written in, before it is asked for. */
export const loadFont = () =>
	Promise.all( Array.from( document.fonts, ( face ) => face.load() ) );
