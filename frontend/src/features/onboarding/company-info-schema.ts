import * as z from 'zod/mini';
import type { Limits } from '../../api/settings';
import { codePoints } from '../../ui/form/code-points';

export const DESCRIPTION_MAX = 500;

const optional = z.string().check(z.trim());

export const companyInfoSchema = (companyName: Limits) =>
  z.object({
    companyName: z.string().check(
      z.trim(),
      z.minLength(1, 'errors.companyName'),
      z.refine((value) => value === '' || codePoints(value) >= companyName.min, 'errors.tooShort'),
      z.refine((value) => codePoints(value) <= companyName.max, 'errors.tooLong'),
    ),
    industry: optional,
    region: optional,
    contactName: optional,
    description: z.string().check(
      z.trim(),
      z.refine((value) => codePoints(value) <= DESCRIPTION_MAX, 'errors.tooLong'),
    ),
    agreementsVersion: z.boolean().check(z.refine((agreed) => agreed, 'errors.agreements')),
  });

export type CompanyInfoValues = z.infer<ReturnType<typeof companyInfoSchema>>;
