import { globSync, readFileSync, writeFileSync } from 'node:fs';

// Styles are `wp-ai-jobs/styles.css`; no declaration stands for the files that
// our components import, and TypeScript 6 asks for one.
for ( const path of globSync( 'dist/types/**/*.d.ts' ) ) {
	const types = readFileSync( path, 'utf8' );
	const withoutStyles = types.replace( /^import '[^']+\.css';\n/gm, '' );
	if ( withoutStyles !== types ) {
		writeFileSync( path, withoutStyles );
	}
}
