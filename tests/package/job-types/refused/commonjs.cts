import * as z from 'zod';

export const summary = z.string();
