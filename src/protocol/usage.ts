import * as v from 'valibot';

/** The tokens that a provider reported. */
export const usageSchema = v.object( {
	inputTokens: v.number(),
	outputTokens: v.number(),
} );
