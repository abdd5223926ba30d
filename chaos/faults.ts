import type { Chance } from './chance.ts';

/** What a client asks of the site. */
export type Ask =
	| 'start'
	| 'check'
	| 'list'
	| 'acknowledge'
	| 'cancel'
	| 'import'
	| 'run'
	| 'retry'
	| 'nonce'
	| 'other';

/** What becomes of a client's request. */
export type LineDeed =
	/** Reset before it reaches the site. */
	| 'refuse'
	/** The site acts, the connection breaks before its answer. */
	| 'lose'
	/** The site acts, a gateway says 504. */
	| 'gateway-timeout'
	/** The answer breaks off in the middle of its body. */
	| 'cut'
	| 'bad-gateway'
	| 'server-error'
	| 'limited'
	| 'zero'
	| 'minus-one'
	/** The site acts, its answer comes after the client's own limit. */
	| 'slow'
	| 'stale-nonce'
	| 'logged-out';

/** Where a process of the site can be stopped. */
export type Step =
	| 'created'
	| 'claimed'
	| 'asking'
	| 'received'
	| 'answered'
	| 'storing'
	| 'stored'
	| 'importing'
	| 'attached'
	| 'sized';

export type ProcessDeed = 'kill' | 'fatal' | 'memory' | 'time' | 'disk';

export type ProviderDeed =
	| 'kill'
	| 'server-error'
	| 'limited'
	| 'garbage'
	| 'cut'
	| 'reset'
	/** Answers when nobody waits any more. */
	| 'late';

export type AuthorDeed =
	'sleep' | 'clock-forward' | 'start-20-times' | 'leave' | 'cancel';

/** What happens to the whole site, and to all who are at work there. */
export type SiteDeed =
	'database-gone' | 'read-only' | 'deactivated' | 'updated' | 'clock-step';

/** When it happens, in the life of the job for which it was drawn. */
export type Moment = 'start' | 'asked' | 'answer';

export type Fault =
	| {
			readonly at: 'line';
			readonly ask: Ask;
			readonly deed: LineDeed;
			/** How many requests it hits, one after the other. */
			readonly times: number;
	  }
	| {
			readonly at: 'process';
			readonly step: Step;
			readonly deed: ProcessDeed;
	  }
	| { readonly at: 'ladder'; readonly cron: boolean }
	| { readonly at: 'provider'; readonly deed: ProviderDeed }
	| { readonly at: 'author'; readonly deed: AuthorDeed }
	| {
			readonly at: 'site';
			readonly deed: SiteDeed;
			readonly moment: Moment;
			/** Real time, in ms. */
			readonly durationMs: number;
	  };

export type JobKind = 'content' | 'image';

/** A kind of fault, and what is drawn within it. */
export interface FaultKind {
	/** As the table says it. */
	readonly name: string;
	/** Of one place, a job meets one fault. */
	readonly at: Fault[ 'at' ];
	/** Only jobs of this type can meet it. */
	readonly only?: JobKind;
	readonly draw: ( chance: Chance ) => Fault;
}
