import { globSync, readFileSync, writeFileSync } from 'node:fs';

// Styles are `wp-ai-jobs/styles.css`; no declaration stands for the files that
// our components import, and TypeScript 6 asks for one. The line stays, since
// the declaration's map counts lines.
for ( const path of globSync( 'dist/**/*.d.ts' ) ) {
	const types = readFileSync( path, 'utf8' );
	const withoutStyles = types.replace( /^import '[^']+\.css';$/gm, '' );
	if ( withoutStyles !== types ) {
		writeFileSync( path, withoutStyles );
	}
}
