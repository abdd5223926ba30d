import { writeFileSync } from 'node:fs';
import { OPENAPI, renderOpenApi } from './openApi.ts';

writeFileSync( OPENAPI, renderOpenApi() );
