#!/usr/bin/env node
import { checkBackend } from './checkBackend.ts';

process.exitCode = await checkBackend( process.argv.slice( 2 ), ( text ) =>
	process.stdout.write( text )
);
