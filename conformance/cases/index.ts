import type { Case } from '../case.ts';
import { accessCases } from './access.ts';
import { capabilityCases } from './capabilities.ts';
import { checkCases } from './check.ts';
import { classicCases } from './classic.ts';
import { imageCases } from './images.ts';
import { lifeCases } from './life.ts';
import { limitCases } from './limits.ts';
import { startCases } from './start.ts';

/** All that docs/wire.md says and HTTP can show. */
export const cases: readonly Case[] = [
	...startCases,
	...accessCases,
	...checkCases,
	...lifeCases,
	...limitCases,
	...imageCases,
	...capabilityCases,
	...classicCases,
];
