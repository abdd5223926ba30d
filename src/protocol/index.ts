export * from './status.ts';
export * from './error.ts';
export * from './jobType.ts';
export * from './capabilities.ts';
export { countCharacters } from './characters.ts';
export * from './content.ts';
export * from './context.ts';
export * from './image.ts';
export * from './snapshot.ts';
export * from './foundJob.ts';
export * from './startRequest.ts';
// The one turn of names, for who stands on the other end of the wire.
export { toCamelCaseKeys, toSnakeCaseKeys } from 'es-toolkit/object';
