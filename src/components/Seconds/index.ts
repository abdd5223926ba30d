export { minutesAndSeconds } from './minutesAndSeconds.ts';
export { useTicks } from './useTicks.ts';
