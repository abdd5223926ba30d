export { AgainButtons } from './AgainButtons.tsx';
export { InstructionForm } from './InstructionForm.tsx';
export { JobPopover } from './JobPopover.tsx';
export { lazyModule, useLazyModule, type LazyState } from './lazyModule.ts';
export { PromptForm } from './PromptForm.tsx';
export { promptProblem } from './promptProblem.ts';
export { isLive, usePopoverJob, type PopoverJob } from './usePopoverJob.ts';
