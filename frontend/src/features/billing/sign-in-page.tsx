import '@mantine/core/styles/UnstyledButton.layer.css';
import '@mantine/core/styles/Input.layer.css';
import '@mantine/core/styles/ActionIcon.layer.css';
import '@mantine/core/styles/PasswordInput.layer.css';
import { zodResolver } from '@hookform/resolvers/zod';
import { TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useForm } from 'react-hook-form';
import { Trans, useTranslation } from 'react-i18next';
import * as z from 'zod/mini';
import { cloudAccountsQuery, findPickUp } from '../../api/cloud-accounts';
import { findUnfinished, isBinding, onboardingsQuery } from '../../api/onboardings';
import { sessionQuery, signIn } from '../../api/session';
import { paths, safeNext } from '../../paths';
import { Banner } from '../../ui/banner';
import { Button } from '../../ui/button';
import card from '../../ui/card.module.css';
import { BusyButton } from '../../ui/form/busy-button';
import { ErrorSummary } from '../../ui/form/error-summary';
import { fieldMessage } from '../../ui/form/field-message';
import form from '../../ui/form/form.module.css';
import { PasswordField } from '../../ui/form/password-field';
import { useFormErrors } from '../../ui/form/use-form-errors';
import { MailLink } from '../../ui/links';
import { MarketplaceLinks } from '../../ui/marketplace-links';
import { Actions, Lead, PageFrame } from '../../ui/page-frame';
import { PageHeading } from '../../ui/page-heading';
import classes from './sign-in-page.module.css';

const route = getRouteApi(paths.signIn);
const names = ['login', 'password'] as const;
const schema = z.object({
  login: z.string().check(z.trim(), z.minLength(1, 'errors.login')),
  password: z.string().check(z.minLength(1, 'errors.signInPassword')),
});

export function SignInPage() {
  const { t } = useTranslation();
  const { reason } = route.useSearch();
  const goOn = useGoOn();
  const queryClient = useQueryClient();
  const fields = useForm<z.infer<typeof schema>>({
    resolver: zodResolver(schema),
    shouldFocusError: false,
    defaultValues: { login: '', password: '' },
  });
  const errors = useFormErrors(fields, names);

  const enter = useMutation({
    mutationFn: ({ login, password }: z.infer<typeof schema>) => signIn(login, password),
    onSuccess: async (session) => {
      // Whatever was read before was read as somebody else.
      queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'settings' });
      queryClient.setQueryData(sessionQuery.queryKey, session);
      await goOn();
    },
    onError: errors.failed,
  });
  const submit = fields.handleSubmit((values) => {
    if (enter.isPending) return;
    errors.sending();
    enter.mutate(values);
  }, errors.refused);

  // Who is signed in already needs no form; but where another account may be meant, one is asked, not sent on.
  const { data: session } = useQuery({ ...sessionQuery, retry: false });
  const signedIn = session !== undefined && enter.isIdle;
  const asks = reason === 'already-bound' || reason === 'other-account';
  const [another, setAnother] = useState(false);
  useEffect(() => {
    if (another) document.getElementById('login')?.focus();
  }, [another]);
  const left = useRef(false);
  useEffect(() => {
    if (!signedIn || asks || left.current) return;
    left.current = true;
    void goOn();
  }, [signedIn, asks, goOn]);

  return (
    <PageFrame
      aside={
        <section className={`${card.card} ${classes.new}`}>
          <h2>{t('billing.signIn.notRegistered')}</h2>
          <p>
            <Trans i18nKey="billing.signIn.notRegisteredText" components={{ b: <b /> }} />
          </p>
          <MarketplaceLinks variant="plain" />
        </section>
      }
    >
      <PageHeading title={t('billing.signIn.title')} />
      <Lead>{t('billing.signIn.lead')}</Lead>
      {reason === 'already-bound' ? (
        <Banner kind="soon">
          <b>{t('billing.signIn.alreadyBoundTitle')}</b>{' '}
          <Trans i18nKey="billing.signIn.alreadyBoundText" components={{ mail: <MailLink /> }} />
        </Banner>
      ) : null}
      {reason === 'ended' ? (
        <Banner kind="note">
          <b>{t('billing.signIn.endedTitle')}</b> {t('billing.signIn.endedText')}
        </Banner>
      ) : null}
      {signedIn && asks && !another ? (
        <SignedIn
          username={session.enterpriseAccount.username}
          onGoOn={() => void goOn()}
          onAnother={() => setAnother(true)}
        />
      ) : (
        <>
          <ErrorSummary items={errors.items} attempt={errors.attempt} />
          <form className={`${form.form} ${classes.form}`} onSubmit={submit} noValidate>
            <TextInput
              id="login"
              label={t('billing.signIn.login')}
              error={fieldMessage(errors.messageOf('login'))}
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              required
              {...fields.register('login')}
            />
            <PasswordField
              id="password"
              label={t('billing.signIn.password')}
              error={fieldMessage(errors.messageOf('password'))}
              autoComplete="current-password"
              required
              {...fields.register('password')}
            />
            <div className={classes.actions}>
              <BusyButton busy={enter.isPending} busyText={t('billing.signIn.signingIn')}>
                {t('billing.signIn.submit')}
              </BusyButton>
              <p>
                <Trans i18nKey="billing.signIn.forgotten" components={{ mail: <MailLink /> }} />
              </p>
            </div>
          </form>
        </>
      )}
    </PageFrame>
  );
}

type SignedInProps = { username: string; onGoOn: () => void; onAnother: () => void };

/** Somebody is signed in, but perhaps not with the account that is meant. */
function SignedIn({ username, onGoOn, onAnother }: SignedInProps) {
  const { t } = useTranslation();
  return (
    <>
      <p>
        <Trans i18nKey="billing.signIn.signedIn" components={{ name: <b>{username}</b> }} />
      </p>
      <Actions>
        <Button size="lg" onClick={onAnother}>
          {t('billing.signIn.another')}
        </Button>
        <Button size="lg" variant="outline" onClick={onGoOn}>
          {t('billing.signIn.goOn', { username })}
        </Button>
      </Actions>
    </>
  );
}

/**
 * After the sign-in: where one wanted to go; else to the registration that still lacks its workspace; else, for who has bought
 * again, to the workspaces that the purchase may pick up; else to the list, which says what else is not finished.
 */
function useGoOn() {
  const router = useRouter();
  const queryClient = useQueryClient();
  const { next, reason } = route.useSearch();
  return async () => {
    const wanted = safeNext(next);
    if (wanted) {
      router.history.push(wanted);
      return;
    }
    const onboardings = await queryClient.fetchQuery({ ...onboardingsQuery, staleTime: 0 }).catch(() => undefined);
    const unfinished = findUnfinished(onboardings?.items.filter((onboarding) => !isBinding(onboarding)));
    if (unfinished) {
      await router.navigate({ to: paths.onboarding, params: { onboardingId: unfinished.id } });
      return;
    }
    const accounts =
      reason === 'already-bound'
        ? await queryClient.fetchInfiniteQuery({ ...cloudAccountsQuery(), staleTime: 0 }).catch(() => undefined)
        : undefined;
    const again = findPickUp(accounts?.pages.flatMap(({ items }) => items));
    if (again) await router.navigate({ to: paths.cloudAccounts, search: { pickUp: again.id } });
    else await router.navigate({ to: paths.workspaces });
  };
}
