export * from './status.ts';
export * from './error.ts';
export * from './jobType.ts';
export * from './capabilities.ts';
export * from './characters.ts';
export * from './choices.ts';
export * from './content.ts';
export * from './builtinJobTypes.ts';
export * from './context.ts';
export * from './image.ts';
export * from './limits.ts';
export * from './maxCharacters.ts';
export * from './snapshot.ts';
export * from './foundJob.ts';
export * from './startRequest.ts';
// The one turn of names, for who stands on the other end of the wire.
export { toCamelCaseKeys, toSnakeCaseKeys } from 'es-toolkit/object';
