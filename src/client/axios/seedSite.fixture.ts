import { listen } from './scriptedServer.ts';

/** A job in the seed's option. */
interface SeedJob {
	readonly type: string;
	status: string;
	readonly createdAt: number;
	updatedAt: number;
	result?: unknown;
	error?: string;
	deleteAt?: number;
}

export interface SeedSite {
	readonly ajaxUrl: string;
	/** The forms that arrived, the oldest first. */
	readonly received: Readonly< Record< string, string > >[];
	/** Who is not logged in hears `0`. */
	isLoggedIn: boolean;
	/** Moves its clock, in seconds. */
	readonly advance: ( seconds: number ) => void;
	/** WP-Cron comes by: what waits is done, what was delivered is deleted. */
	readonly runCron: (
		outcomes?: Readonly< Record< string, unknown > >
	) => void;
	readonly library: Readonly< Record< string, unknown > >[];
}

const NONCE = 'a1b2c3d4e5';
const LIFETIME_S = 300;
const UTC_OFFSET_S = 19_800;
const PNG =
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** What the text model made, and what it cost. */
const CONTENT = {
	success: true,
	content: 'Rain/snow — “drip” 🌧',
	usage: { prompt_tokens: 12, completion_tokens: 34, total_tokens: 46 },
};

const image = ( index: number ) => ( {
	image_url:
		index === 0 ? 'https://oaidalleapiprodscus.example/0.png?se=1' : null,
	image_b64: index === 0 ? null : PNG,
	revised_prompt: `A red umbrella, ${ index }`,
	title: `Umbrella ${ index }`,
	alt_tag: `A red umbrella in the rain, ${ index }`,
	caption: `In the rain, ${ index }`,
	description: `A red umbrella on a wet street, ${ index }`,
} );

const images = ( count: number ) => ( {
	success: true,
	images: Array.from( { length: count }, ( _value, index ) =>
		image( index )
	),
	usage: {
		input_tokens: 52,
		output_tokens: 4_160,
		total_tokens: 4_212,
		message:
			'Using GPT-IMAGE-1 model, you consumed 52 input tokens and 4160 output tokens for generating 2 image(s).',
		raw_usage: {
			input_tokens: 52,
			output_tokens: 4_160,
			total_tokens: 4_212,
			input_tokens_details: { text_tokens: 52, image_tokens: 0 },
		},
	},
} );

/** As `wp_json_encode()` writes it: ASCII, with slashes escaped. */
const encode = ( value: unknown ) =>
	JSON.stringify( value )
		.replace( /\//g, '\\/' )
		.replace(
			/[\u0080-\uffff]/g,
			( unit ) =>
				`\\u${ unit.charCodeAt( 0 ).toString( 16 ).padStart( 4, '0' ) }`
		);

/**
 * A site that has the seed's backend and nothing of ours, as CLASSIC-WIRE.md
 * describes it: HTTP 200 for errors, a completed job that reads as `expired`
 * when it is older than 300 s, a result that goes 5 s after it was first seen,
 * and no runner but WP-Cron.
 */
export async function openSeedSite(): Promise< SeedSite > {
	const jobs = new Map< string, SeedJob >();
	const received: Record< string, string >[] = [];
	const library: Record< string, unknown >[] = [];
	let now = 1_700_000_000;
	let count = 0;

	const start = ( form: Record< string, string > ) => {
		if ( ! [ 'content', 'image' ].includes( form[ 'job_type' ] ?? '' ) ) {
			return failure( 'Invalid job type' );
		}
		if ( form[ 'prompt' ] === undefined ) {
			return failure( 'Prompt is required' );
		}
		const id = `job_00000000-0000-4000-8000-${ String( ++count ).padStart( 12, '0' ) }`;
		jobs.set( id, {
			type:
				form[ 'job_type' ] === 'image'
					? `image ${ form[ 'image_count' ] ?? 4 }`
					: 'content',
			status: 'pending',
			createdAt: now + UTC_OFFSET_S,
			updatedAt: now + UTC_OFFSET_S,
		} );
		return success( { job_id: id, message: 'Job started successfully' } );
	};

	const check = ( form: Record< string, string > ) => {
		const job = jobs.get( form[ 'job_id' ] ?? '' );
		if ( ! job ) {
			return failure( { success: false, message: 'Job not found' } );
		}
		// Completed or not.
		if ( now + UTC_OFFSET_S - job.createdAt > LIFETIME_S ) {
			job.status = 'expired';
			job.updatedAt = now + UTC_OFFSET_S;
		}
		const { status, createdAt, updatedAt, result, error } = job;
		if ( status === 'completed' ) {
			job.deleteAt ??= now + 5;
		}
		return success( {
			success: true,
			status,
			created_at: createdAt,
			updated_at: updatedAt,
			...( status === 'completed' && { result } ),
			...( status === 'failed' && { error } ),
		} );
	};

	const save = ( form: Record< string, string > ) => {
		const { prompt, title = prompt, alt_tag: alt = prompt } = form;
		const { caption = '', description = '' } = form;
		if (
			prompt === undefined ||
			( form[ 'image_url' ] ?? form[ 'image_b64' ] ) === undefined
		) {
			return failure(
				'Image data (URL or base64) and prompt are required'
			);
		}
		const attachment = {
			attachment_id: 40 + library.length,
			url: `https://site.example/wp-content/uploads/ai-generated-${ library.length }.png`,
			alt,
			title,
			caption,
			description,
		};
		library.push( attachment );
		return success( attachment );
	};

	const answer = ( form: Record< string, string > ) => {
		if ( ! site.isLoggedIn ) {
			return { status: 400, body: '0' };
		}
		if ( form[ 'admin_nonce' ] !== NONCE ) {
			return failure( 'Nonce Error' );
		}
		switch ( form[ 'action' ] ) {
			case 'start_ai_job':
				return start( form );
			case 'check_ai_job_status':
				return check( form );
			case 'save_ai_generated_image':
				return save( form );
			default:
				return { status: 400, body: '0' };
		}
	};

	const origin = await listen( ( request, response ) => {
		let text = '';
		request.on( 'data', ( chunk: Buffer ) => ( text += chunk.toString() ) );
		request.on( 'end', () => {
			const form = Object.fromEntries( new URLSearchParams( text ) );
			received.push( form );
			const { status, body } = answer( form );
			response.writeHead( status, {
				'Content-Type':
					body === '0'
						? 'text/html; charset=UTF-8'
						: 'application/json; charset=UTF-8',
			} );
			response.end( body );
		} );
	} );
	const site: SeedSite = {
		ajaxUrl: `${ origin }/wp-admin/admin-ajax.php`,
		received,
		library,
		isLoggedIn: true,
		advance( seconds ) {
			now += seconds;
		},
		runCron( outcomes = {} ) {
			for ( const [ id, job ] of jobs ) {
				if ( job.deleteAt !== undefined && job.deleteAt <= now ) {
					jobs.delete( id );
				} else if ( job.status === 'pending' ) {
					const [ type = '', asked ] = job.type.split( ' ' );
					Object.assign(
						job,
						{
							status: 'completed',
							updatedAt: now + UTC_OFFSET_S,
							result:
								type === 'image'
									? images( Number( asked ) )
									: CONTENT,
						},
						outcomes
					);
				}
			}
		},
	};
	return site;
}

const success = ( data: unknown ) => ( {
	status: 200,
	body: encode( { success: true, data } ),
} );
const failure = ( data: unknown ) => ( {
	status: 200,
	body: encode( { success: false, data } ),
} );

export { NONCE as SEED_NONCE, CONTENT as SEED_CONTENT };
