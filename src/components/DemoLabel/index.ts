export { DemoLabel } from './DemoLabel.tsx';
