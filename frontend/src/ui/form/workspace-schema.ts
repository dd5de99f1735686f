import * as z from 'zod/mini';
import type { Limits } from '../../api/settings';
import { codePoints } from './code-points';

/** A new workspace, wherever it is opened. Messages are text keys. */
export const workspaceSchema = (limits: Limits) =>
  z.object({
    workspaceName: z.string().check(
      z.trim(),
      z.minLength(1, 'errors.workspaceName'),
      z.refine((value) => value === '' || codePoints(value) >= limits.min, 'errors.tooShort'),
      z.refine((value) => codePoints(value) <= limits.max, 'errors.tooLong'),
    ),
    language: z.string('errors.language').check(z.minLength(1, 'errors.language')),
  });

export type WorkspaceValues = z.infer<ReturnType<typeof workspaceSchema>>;
