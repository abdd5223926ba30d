/*
 * Runs in a copy, with the mock that lies beside it, and says as JSON what
 * found it out.
 */
import { connectToMock } from '../mockBackend.ts';
import { createMockDriver } from '../model/mockDriver.ts';
import { findByCases, findByModel } from './find.ts';

const backend = await connectToMock();
const caught =
	( await findByCases( backend ) ) ??
	( await findByModel( createMockDriver(), 500 ) );
await backend.close();
process.stdout.write( JSON.stringify( { caught } ) );
