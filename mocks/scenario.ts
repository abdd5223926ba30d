import type {
	AspectRatio,
	ImageBackground,
	ImageFormat,
	ImageQuality,
	ImageStyle,
	JobErrorCode,
} from '../src/protocol/index.ts';

/** How a job ends, once a runner has it. */
export type JobOutcome =
	| {
			readonly end: 'succeed';
			/** The provider's time, in ms. */
			readonly afterMs: number;
			/** In the wire's names. Default: a demo of every kind of block. */
			readonly result?: unknown;
	  }
	| {
			readonly end: 'fail';
			readonly afterMs: number;
			readonly code: JobErrorCode;
			readonly message: string;
			readonly retryable: boolean;
			readonly mayBeBilled?: boolean;
	  }
	/** The provider never answers: the job expires. */
	| { readonly end: 'hang' };

/** What happens to one request on its way, before the backend or after it. */
export type RequestFault =
	/** The connection breaks; the backend never hears of it. */
	| 'lost-request'
	/** The backend acts, the answer is lost. */
	| 'lost-answer'
	/** The backend never hears of it, and nobody says so. */
	| 'no-answer'
	| 'server-error'
	| 'html-page'
	| 'html-502'
	| 'stale-nonce'
	| 'rate-limited'
	/** 429, for a limit of jobs that stands for a while. */
	| 'too-many-jobs';

/** Why an image does not get into the media library. */
export type ImportFault = 'storage-failed' | 'unusable';

/** What a provider can do with images, in the wire's names. */
export interface WireImageOptions {
	readonly aspect_ratio: readonly AspectRatio[];
	readonly quality: readonly ImageQuality[];
	readonly style: readonly ImageStyle[];
	readonly background: readonly ImageBackground[];
	readonly output_format: readonly ImageFormat[];
	readonly max_count: number;
	readonly reference: boolean;
}

/** What a backend plays; the same every time. */
export interface Scenario {
	/** Attempt by attempt; the last one repeats. */
	readonly outcomes: readonly JobOutcome[];
	/** Image by image, whatever the attempt; the last one repeats. Default: each goes by `outcomes`. */
	readonly parts?: readonly JobOutcome[];
	/** What becomes of a job's imports, try by try; after the last, all goes well. */
	readonly importFaults?: readonly ImportFault[];
	/** Whether the user may put images into the media library. Default true. */
	readonly canImport?: boolean;
	/** What the provider can do with images, where it is not all that the demo can. */
	readonly imageOptions?: Partial< WireImageOptions >;
	/** Request by request, `null` where all goes well; after the last, all goes well. */
	readonly startFaults?: readonly ( RequestFault | null )[];
	readonly checkFaults?: readonly ( RequestFault | null )[];
	/** The user's login is over once a job was started, until the backend is given a user again. */
	readonly endsSession?: boolean;
	/** Jobs of others that are before each of the user's, and how long each of them takes, in ms. */
	readonly queue?: { readonly ahead: number; readonly eachMs: number };
	/** Nothing takes a job until a client sends its run request. Default false. */
	readonly needsRunner?: boolean;
	/** Who generates. Default: the demo. */
	readonly provider?: {
		readonly name: string;
		readonly label: string;
		readonly demo: boolean;
	};
	/** False: every start is refused with 503. Default true. */
	readonly hasProvider?: boolean;
	/** What `GET /capabilities` and a refusal name, for an administrator. */
	readonly settingsUrl?: string | null;
}

const succeed = { end: 'succeed', afterMs: 4_000 } as const;

const refuse = {
	end: 'fail',
	afterMs: 2_000,
	code: 'provider_refused',
	message: 'The AI provider declined this prompt.',
	retryable: false,
} as const;

/** Scripts by name. */
export const scenarios = {
	success: { outcomes: [ succeed ] },
	slow: { outcomes: [ { end: 'succeed', afterMs: 90_000 } ] },
	failure: {
		outcomes: [
			{
				end: 'fail',
				afterMs: 2_000,
				code: 'provider_unavailable',
				message: 'The AI provider could not be reached.',
				retryable: true,
			},
			succeed,
		],
	},
	refusal: {
		outcomes: [ refuse ],
	},
	expiry: { outcomes: [ { end: 'hang' } ] },
	'no-runner': { outcomes: [ succeed ], needsRunner: true },
	'lost-answers': {
		outcomes: [ succeed ],
		startFaults: [ 'lost-answer' ],
		checkFaults: [ 'lost-answer', 'lost-request' ],
	},
	'server-errors': {
		outcomes: [ succeed ],
		checkFaults: [ 'server-error', 'html-502', 'html-page' ],
	},
	'stale-nonce': {
		outcomes: [ succeed ],
		checkFaults: [ 'stale-nonce' ],
	},
	'rate-limited': {
		outcomes: [ succeed ],
		checkFaults: [ 'rate-limited' ],
	},
	'no-provider': {
		outcomes: [ succeed ],
		hasProvider: false,
		settingsUrl: '/wp-admin/options-general.php?page=wp-ai-jobs',
	},
	'logged-out': { outcomes: [ succeed ], endsSession: true },
	queued: { outcomes: [ succeed ], queue: { ahead: 2, eachMs: 10_000 } },
	'rate-limited-start': {
		outcomes: [ succeed ],
		startFaults: [ 'too-many-jobs' ],
	},
	'billed-timeout': {
		outcomes: [
			{
				end: 'fail',
				afterMs: 60_000,
				code: 'provider_timeout',
				message: 'The AI provider did not answer in time.',
				retryable: true,
				mayBeBilled: true,
			},
			succeed,
		],
	},
	images: { outcomes: [ succeed ] },
	'images-one-by-one': {
		outcomes: [ succeed ],
		parts: [ 4_000, 9_000, 14_000, 19_000 ].map( ( afterMs ) => ( {
			end: 'succeed' as const,
			afterMs,
		} ) ),
	},
	'images-partial': {
		outcomes: [ succeed ],
		parts: [ succeed, succeed, refuse, succeed ],
	},
	'images-refused': { outcomes: [ refuse ] },
	'import-fails-once': {
		outcomes: [ succeed ],
		importFaults: [ 'storage-failed' ],
	},
	'no-upload': { outcomes: [ succeed ], canImport: false },
} as const satisfies Record< string, Scenario >;

export type ScenarioName = keyof typeof scenarios;

/**
 * A script, where it may be given by name.
 *
 * @param scenario The name, or the script itself.
 */
export const resolveScenario = (
	scenario: ScenarioName | Scenario
): Scenario =>
	typeof scenario === 'string' ? scenarios[ scenario ] : scenario;
