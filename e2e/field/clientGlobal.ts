import { createRestTransport } from '../../src/client/axios/index.ts';
import { createAiJobClient } from '../../src/client/index.ts';

/** What a page without a build of its own has of the package. */
const global = { createAiJobClient, createRestTransport };
export type ClientGlobal = typeof global;
Object.assign( window, { wpAiJobs: global } );
