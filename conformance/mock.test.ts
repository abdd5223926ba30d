import { describe } from 'vitest';
import { connectToMock } from './mockBackend.ts';
import { conformanceTests } from './suite.ts';

describe( 'the mock', () => conformanceTests( connectToMock, 'nonces' ) );
