export const summary = 'declared elsewhere';
