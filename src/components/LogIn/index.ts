export { LogInButton } from './LogInButton.tsx';
export type { LogIn } from './types.ts';
