import { expect, test } from 'vitest';
import {
	AiJobError,
	JOB_ERROR_CODES,
	REQUEST_ERROR_CODES,
	WAIT_ERROR_CODES,
} from '../../protocol/index.ts';
import { explainError } from './explainError.ts';

const codes = [
	...new Set( [
		...REQUEST_ERROR_CODES,
		...JOB_ERROR_CODES,
		...WAIT_ERROR_CODES,
	] ),
];
const author = { canSetUp: false };

test.each( codes )(
	'"%s" says what happened, what is safe and what to do',
	( code ) => {
		const { happened, safe, next } = explainError(
			new AiJobError( code, 'A reason.' ),
			author
		);
		for ( const sentence of [ happened, safe, next ] ) {
			expect( sentence ).toMatch( /^[A-Z].*[.]$/ );
		}
	}
);

test( 'no two kinds of error read the same', () => {
	const sentences = codes.map(
		( code ) =>
			explainError(
				new AiJobError( code, `A reason of ${ code }.` ),
				author
			).happened
	);
	// The two conflicts are one thing to an author.
	expect( new Set( sentences ).size ).toBe( codes.length - 1 );
} );

test( 'what the site says of an error without a code of its own is shown; what a script threw is not', () => {
	const said = 'The plugin that brought this type of job is not active.';
	expect(
		explainError( new AiJobError( 'internal', said ), author )
	).toMatchObject( { happened: said, remedy: 'edit' } );
	expect(
		explainError(
			new AiJobError( 'internal', said, { retryable: true } ),
			author
		)
	).toMatchObject( { happened: said, remedy: 'retry' } );
	expect(
		explainError(
			new AiJobError( 'internal', 'x is not a function', {
				cause: new TypeError(),
			} ),
			author
		).happened
	).toBe( 'Something unexpected went wrong.' );
} );

test( 'what may be billed is said, whatever the code', () => {
	expect(
		explainError(
			new AiJobError( 'interrupted', '', { mayBeBilled: true } ),
			author
		).safe
	).toContain( 'may charge' );
	expect(
		explainError( new AiJobError( 'interrupted', '' ), author ).safe
	).not.toContain( 'charge' );
} );

test( 'who cannot set up a provider is told whom to ask', () => {
	const error = new AiJobError( 'no_provider', '' );
	expect( explainError( error, author ).next ).toContain( 'administrator' );
	expect( explainError( error, { canSetUp: true } ).next ).not.toContain(
		'administrator'
	);
} );

test( 'a limit is said in the site’s own words', () => {
	const { happened, safe, next } = explainError(
		new AiJobError( 'rate_limited', 'Two jobs an hour.', {
			retryAfterMs: 1_500,
		} ),
		author
	);
	expect( happened ).toBe( 'Two jobs an hour.' );
	expect( safe ).toContain( 'nothing is billed' );
	expect( next ).toBe( '' );
} );

test( 'what trying again may cost is said where it is offered', () => {
	const billed = { mayBeBilled: true };
	expect(
		explainError( new AiJobError( 'provider_timeout', '', billed ), author )
			.safe
	).toContain( 'trying again asks it once more' );
	expect(
		explainError( new AiJobError( 'cancelled', '', billed ), author ).safe
	).not.toContain( 'trying again' );
} );

test.each( [
	'provider_auth',
	'provider_key_unreadable',
	'provider_quota',
	'provider_account',
	'provider_model',
	'provider_address',
	'provider_blocked',
] as const )(
	'"%s" is for an administrator to mend, and nobody is sent in circles',
	( code ) => {
		const error = new AiJobError( code, '' );
		const { next, remedy } = explainError( error, author );
		expect( next ).toContain( 'administrator' );
		expect( remedy ).not.toBe( 'retry' );
		expect( explainError( error, { canSetUp: true } ).next ).not.toContain(
			'administrator'
		);
	}
);

test( 'a wrong address offers what it most often lacks', () => {
	expect(
		explainError( new AiJobError( 'provider_address', '' ), {
			canSetUp: true,
		} ).next
	).toContain( '/v1' );
} );
