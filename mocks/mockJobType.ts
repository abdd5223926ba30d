import {
	contentJob,
	imageJob,
	isInput,
	toCamelCaseKeys,
	toSnakeCaseKeys,
	type JobType,
} from '../src/protocol/index.ts';
import { demoContent } from './demoContent.ts';

/** A type of job that a mocked site knows. */
export interface MockJobType {
	readonly name: string;
	readonly input: JobType[ 'input' ];
	/** What comes where no scenario says otherwise; input and result in the wire's names. */
	readonly result: ( input: unknown ) => unknown;
}

/**
 * A host's own type of job, for a mocked site: its input is checked by the same
 * schema as in the client, and refused as the plugin refuses it.
 *
 * @param type   The type, as declared with `defineJobType`.
 * @param result What comes, by the input; where a scenario names a result of its own, that comes.
 * @example
 * const jobs = createJobBackend( {
 *   jobTypes: [ mockJobType( summary, ( { text } ) => ( { summary: text.slice( 0, 20 ) } ) ) ],
 * } );
 */
export const mockJobType = < Input, Result >(
	type: JobType< string, Input, Result >,
	result: ( input: Input ) => Result
): MockJobType => ( {
	name: type.name,
	input: type.input,
	result( wireInput ) {
		const input = camel( wireInput );
		if ( ! isInput( type, input ) ) {
			throw new Error(
				`The input of a job of type "${ type.name }" does not fit its schema once it was read by it.`
			);
		}
		return snake( result( input ) );
	},
} );

/** The types that every site knows. An image's result is drawn from its wish. */
const builtinJobTypes: readonly MockJobType[] = [
	{ ...contentJob, result: () => demoContent },
	{ ...imageJob, result: () => null },
];

/** The types of a site, by their names. */
export type MockJobTypes = ReadonlyMap< string, MockJobType >;

/**
 * The types that a site knows.
 *
 * @param own Those of hosts.
 */
export const knownJobTypes = ( own: readonly MockJobType[] ): MockJobTypes =>
	new Map(
		[ ...builtinJobTypes, ...own ].map( ( type ) => [ type.name, type ] )
	);

/**
 * A value with the client's names.
 *
 * @param value As it travels.
 */
export const camel = ( value: unknown ): unknown =>
	typeof value === 'object' && value !== null
		? toCamelCaseKeys( value )
		: value;

const snake = ( value: unknown ): unknown =>
	typeof value === 'object' && value !== null
		? toSnakeCaseKeys( value )
		: value;
