import type { Claim, Command, Reply } from './lifecycle.ts';

/** An implementation of the rules, driven by the model's commands. Its clock stands until it is moved. */
export interface Driver {
	/** Forgets everything. */
	readonly reset: () => Promise< void >;
	/**
	 * Does one thing.
	 *
	 * @param command What.
	 * @param claim   What the command's runner has, as the model says: for who has no runners of its own.
	 */
	readonly act: ( command: Command, claim: Claim | null ) => Promise< Reply >;
	readonly close: () => Promise< void >;
}
