/**
 * Reads every PHP file of the plugin and of the examples with PHP 7.4, the oldest that it runs on: newer syntax
 * would be a white page there. PHP comes as WebAssembly, so any machine can.
 *
 * It sees syntax alone; newer functions show in `npm run test:php` on an older PHP.
 */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getPHPLoaderModule } from '@php-wasm/node-7-4';
import { loadPHPRuntime, PHP } from '@php-wasm/universal';

const ROOT = join( import.meta.dirname, '..' );

const READER = `<?php
try {
	token_get_all( file_get_contents( '/file.php' ), TOKEN_PARSE );
} catch ( ParseError $e ) {
	echo $e->getLine(), ': ', $e->getMessage();
}`;

const php = new PHP( await loadPHPRuntime( await getPHPLoaderModule() ) );
const read = async ( code: string ) => {
	php.writeFile( '/file.php', code );
	return ( await php.run( { code: READER } ) ).text;
};

if ( ( await read( '<?php enum Newer { case Syntax; }' ) ) === '' ) {
	throw new Error( 'This PHP takes syntax that PHP 7.4 does not have.' );
}

const files = globSync( '{plugin,docs,examples}/**/*.php', {
	cwd: ROOT,
	exclude: [ '**/node_modules' ],
} );
let wrong = 0;
for ( const file of files ) {
	const problem = await read( readFileSync( join( ROOT, file ), 'utf8' ) );
	if ( problem ) {
		wrong++;
		process.stderr.write( `${ file }:${ problem }\n` );
	}
}
process.stdout.write(
	`${ files.length } PHP files read by PHP 7.4, ${ wrong } wrong.\n`
);
process.exit( wrong === 0 && files.length > 0 ? 0 : 1 );
