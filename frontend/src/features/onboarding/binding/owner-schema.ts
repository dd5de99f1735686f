import * as z from 'zod/mini';
import type { OwnerAccount } from '../../../api/binding';
import type { Settings } from '../../../api/settings';
import { workspaceSchema } from '../../../ui/form/workspace-schema';
import { EMAIL_SHAPE, passwordsAgree, signInShape } from '../basic-info-schema';

const anything = { username: z.string(), password: z.string(), repeat: z.string(), phone: z.string() };

/**
 * A new workspace and who will own it: a Guance account that exists, or one that is registered with it. Messages are text
 * keys; the server has the last word.
 *
 * @param isProved whether the owner of this address needs no code any more
 */
export function ownerSchema(
  settings: Settings,
  account: OwnerAccount,
  codeSent: boolean,
  isProved: (email: string) => boolean = () => false,
) {
  const { digits } = settings.code;
  return z
    .object({
      ...workspaceSchema(settings.workspaceName).shape,
      ...(account === 'NEW' ? signInShape(settings) : anything),
      email: z.string().check(
        z.trim(),
        z.minLength(1, 'errors.email'),
        z.refine((value) => value === '' || EMAIL_SHAPE.test(value), 'errors.emailShape'),
      ),
      code: z.string(),
      agreementsVersion: z.boolean().check(z.refine((agreed) => agreed, 'errors.agreements')),
    })
    .check(
      passwordsAgree,
      z.refine(({ code, email }) => code.length === digits || isProved(email), {
        path: ['code'],
        error: codeSent ? 'errors.code' : 'errors.codeUnsent',
        // As for the passwords: told with the other errors.
        when: () => true,
      }),
    );
}

export type OwnerValues = z.infer<ReturnType<typeof ownerSchema>>;
