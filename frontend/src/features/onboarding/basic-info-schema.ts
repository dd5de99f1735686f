import * as z from 'zod/mini';
import type { Settings } from '../../api/settings';
import { codePoints } from '../../ui/form/code-points';

export const USERNAME_SHAPE = /^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/i;
export const EMAIL_SHAPE = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const PHONE_SHAPE = /^\+\d[\d\s().-]{5,28}$/;

type SignInLimits = Pick<Settings, 'username' | 'password'>;

/** Who signs in, wherever an account is registered. Messages are text keys. */
export const signInShape = ({ username, password }: SignInLimits) => ({
  username: z.string().check(
    z.trim(),
    z.minLength(1, 'errors.username'),
    z.refine((value) => value === '' || isUsername(value, username), 'errors.usernameShape'),
  ),
  password: z.string().check(
    z.minLength(1, 'errors.password'),
    z.refine((value) => value === '' || codePoints(value) >= password.min, 'errors.passwordShort'),
    z.refine((value) => codePoints(value) <= password.max, 'errors.passwordLong'),
  ),
  repeat: z.string().check(z.minLength(1, 'errors.repeat')),
  phone: z.string().check(
    z.trim(),
    z.refine((value) => value === '' || PHONE_SHAPE.test(value), 'errors.phone'),
  ),
});

export const passwordsAgree = z.refine<{ password: string; repeat: string }>(
  (values) => values.repeat === '' || values.password === values.repeat,
  {
    path: ['repeat'],
    error: 'errors.passwordsDiffer',
    // Told with the other errors, not only once they are gone. (An error that aborts would still forestall it.)
    when: () => true,
  },
);

/** The server has the last word on each field; this only spares a round trip. */
export function basicInfoSchema(limits: SignInLimits, codeSent: boolean) {
  return z
    .object({
      siteId: z.string('errors.site').check(z.minLength(1, 'errors.site')),
      email: z.string().check(z.minLength(1, codeSent ? 'errors.emailUnproved' : 'errors.emailUnsent')),
      ...signInShape(limits),
    })
    .check(passwordsAgree);
}

export type BasicInfoValues = z.infer<ReturnType<typeof basicInfoSchema>>;

function isUsername(value: string, limits: Settings['username']): boolean {
  const length = codePoints(value);
  return length >= limits.min && length <= limits.max && USERNAME_SHAPE.test(value);
}
