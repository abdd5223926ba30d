export * from './clock.ts';
export {
	createJobBackend,
	type JobBackend,
	type JobBackendOptions,
	type MockUser,
	type WireSnapshot,
} from './backend.ts';
export * from './createJobHandlers.ts';
export { demoContent } from './demoContent.ts';
export { demoImage, demoImageSize } from './demoImage.ts';
export * from './scenario.ts';
