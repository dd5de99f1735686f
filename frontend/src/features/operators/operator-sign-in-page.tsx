import '@mantine/core/styles/UnstyledButton.layer.css';
import '@mantine/core/styles/Input.layer.css';
import '@mantine/core/styles/ActionIcon.layer.css';
import '@mantine/core/styles/PasswordInput.layer.css';
import { zodResolver } from '@hookform/resolvers/zod';
import { TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import * as z from 'zod/mini';
import { operatorSessionQuery, operatorsKey, signInOperator } from '../../api/operators';
import { paths, safeNext } from '../../paths';
import { Banner } from '../../ui/banner';
import { BusyButton } from '../../ui/form/busy-button';
import { CodeInput } from '../../ui/form/code-input';
import { ErrorSummary } from '../../ui/form/error-summary';
import { fieldMessage } from '../../ui/form/field-message';
import form from '../../ui/form/form.module.css';
import { PasswordField } from '../../ui/form/password-field';
import { useFormErrors } from '../../ui/form/use-form-errors';
import { Lead, PageFrame } from '../../ui/page-frame';
import { PageHeading } from '../../ui/page-heading';
import classes from './operator-sign-in-page.module.css';

const route = getRouteApi(paths.operatorSignIn);

/** What an authenticator shows. */
const DIGITS = 6;

const names = ['username', 'password', 'code'] as const;
const schema = z.object({
  username: z.string().check(z.trim(), z.minLength(1, 'errors.username')),
  password: z.string().check(z.minLength(1, 'errors.signInPassword')),
  code: z.string().check(z.regex(/^\d{6}$/, 'operators.signIn.codeMissing')),
});
type Values = z.infer<typeof schema>;

/** For Guance's own people; not the sign-in of the Billing Center. */
export function OperatorSignInPage() {
  const { t } = useTranslation();
  const { reason } = route.useSearch();
  const goOn = useGoOn();
  const queryClient = useQueryClient();
  const fields = useForm<Values>({
    resolver: zodResolver(schema),
    shouldFocusError: false,
    defaultValues: { username: '', password: '', code: '' },
  });
  const errors = useFormErrors(fields, names);

  const enter = useMutation({
    mutationFn: signInOperator,
    onSuccess: (session) => {
      // Whatever was read before was read as somebody else.
      queryClient.removeQueries({ queryKey: operatorsKey });
      queryClient.setQueryData(operatorSessionQuery.queryKey, session);
      goOn();
    },
    onError: errors.failed,
  });
  const submit = fields.handleSubmit((values) => {
    if (enter.isPending) return;
    errors.sending();
    enter.mutate(values);
  }, errors.refused);

  // Who is signed in already needs no form.
  const { data: session, isError } = useQuery({ ...operatorSessionQuery, retry: false });
  const signedIn = session !== undefined && !isError && enter.isIdle;
  const left = useRef(false);
  useEffect(() => {
    if (!signedIn || left.current) return;
    left.current = true;
    goOn();
  }, [signedIn, goOn]);

  return (
    <PageFrame>
      <PageHeading title={t('operators.signIn.title')} />
      <Lead>{t('operators.signIn.lead')}</Lead>
      {reason === 'ended' ? (
        <Banner kind="note">
          <b>{t('operators.signIn.endedTitle')}</b> {t('operators.signIn.endedText')}
        </Banner>
      ) : null}
      <ErrorSummary items={errors.items} attempt={errors.attempt} />
      <form className={`${form.form} ${classes.form}`} onSubmit={submit} noValidate>
        <TextInput
          id="username"
          label={t('operators.signIn.username')}
          error={fieldMessage(errors.messageOf('username'))}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          {...fields.register('username')}
        />
        <PasswordField
          id="password"
          label={t('operators.signIn.password')}
          error={fieldMessage(errors.messageOf('password'))}
          autoComplete="current-password"
          required
          {...fields.register('password')}
        />
        <Controller
          control={fields.control}
          name="code"
          render={({ field: { value, onChange } }) => (
            <div>
              <label id="code-label" htmlFor="code" className={classes.label}>
                {t('operators.signIn.code')}
              </label>
              <CodeInput
                id="code"
                digits={DIGITS}
                value={value}
                onChange={onChange}
                invalid={errors.messageOf('code') !== undefined}
                labelledBy="code-label"
                describedBy="code-facts"
              />
              <p id="code-facts" className={errors.messageOf('code') ? classes.error : classes.hint}>
                {fieldMessage(errors.messageOf('code')) ?? t('operators.signIn.codeHint')}
              </p>
            </div>
          )}
        />
        <div className={classes.actions}>
          <BusyButton busy={enter.isPending} busyText={t('operators.signIn.signingIn')}>
            {t('operators.signIn.submit')}
          </BusyButton>
          <p>{t('operators.signIn.lost')}</p>
        </div>
      </form>
    </PageFrame>
  );
}

/** Where one wanted to go among the operators' pages, else to the subscriptions. */
function useGoOn() {
  const router = useRouter();
  const { next } = route.useSearch();
  return () => {
    const wanted = safeNext(next);
    if (wanted?.startsWith(`${paths.operators}/`)) router.history.push(wanted);
    else void router.navigate({ to: paths.operatorSubscriptions });
  };
}
