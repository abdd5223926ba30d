export { AgainButtons } from './AgainButtons.tsx';
export { InstructionForm } from './InstructionForm.tsx';
export { JobPopover } from './JobPopover.tsx';
export { PromptForm } from './PromptForm.tsx';
export { promptProblem } from './promptProblem.ts';
export { isLive, usePopoverJob, type PopoverJob } from './usePopoverJob.ts';
