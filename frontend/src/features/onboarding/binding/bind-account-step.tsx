import { zodResolver } from '@hookform/resolvers/zod';
import { TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useForm } from 'react-hook-form';
import { Trans, useTranslation } from 'react-i18next';
import * as z from 'zod/mini';
import { type BindingCode, bindEnterpriseAccount, type SignedInCandidate, sendBindingCode } from '../../../api/binding';
import { isProblem } from '../../../api/problem';
import { paths } from '../../../paths';
import { announce } from '../../../ui/announce';
import { Button, buttonClass } from '../../../ui/button';
import card from '../../../ui/card.module.css';
import { BusyButton } from '../../../ui/form/busy-button';
import { ErrorSummary } from '../../../ui/form/error-summary';
import { fieldMessage } from '../../../ui/form/field-message';
import form from '../../../ui/form/form.module.css';
import { sentenceOf } from '../../../ui/form/form-failure';
import { useFormErrors } from '../../../ui/form/use-form-errors';
import { Loading } from '../../../ui/loading';
import { Actions, Lead } from '../../../ui/page-frame';
import { PageHeading } from '../../../ui/page-heading';
import { signInShape } from '../basic-info-schema';
import { CodePanel, codeRefusal } from '../code-panel';
import proof from '../email-proof.module.css';
import classes from './bind.module.css';
import type { BindStepProps } from './bind-page';

const route = getRouteApi(paths.bind);

/**
 * Step 1: the enterprise account, proved by a code to its e-mail on file. Nothing here tells whether the user name exists.
 * The name that a code was asked for is in the address, so that a reload leads back to the code.
 */
export function BindAccountStep({ onboarding, settings, onDone, onFailure }: BindStepProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { account, go } = route.useSearch();
  const { signedIn } = onboarding;
  const [sent, setSent] = useState<BindingCode>();
  const [another, setAnother] = useState(false);
  const [lastName, setLastName] = useState('');
  const focusNext = useRef<string | undefined>(undefined);
  const isSelf = (username: string | undefined) => username !== undefined && username === signedIn?.username;

  const stage = account ? 'code' : signedIn && !another ? 'signedIn' : 'name';
  // What one was working in is gone with the stage; the focus goes on to what took its place.
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the stage changes
  useEffect(() => {
    if (!focusNext.current) return;
    document.getElementById(focusNext.current)?.focus();
    focusNext.current = undefined;
  }, [stage]);

  const to = { to: paths.bind, params: { onboardingId: onboarding.id } } as const;

  const send = useMutation({
    mutationFn: (username: string) => sendBindingCode(onboarding.id, isSelf(username) ? null : username),
    onSuccess: (code, username) => {
      setSent(code);
      focusNext.current = 'code';
      announce(t('binding.account.announced'));
      void navigate({
        ...to,
        search: ({ go: _, ...before }) => ({ ...before, account: username }),
        replace: !!account,
      });
    },
  });

  const bind = useMutation({
    mutationFn: (code: string | undefined) =>
      bindEnterpriseAccount(onboarding.id, {
        username: account === undefined || isSelf(account) ? null : account,
        code: code ?? null,
      }),
    onSuccess: (answer) => onDone(answer.onboarding),
  });

  // Who has just signed in to go on, with an account that knows this AWS account, is asked nothing more.
  const goesOn = go === true && stage === 'signedIn' && signedIn?.codeNeeded === false;
  const went = useRef(false);
  useEffect(() => {
    if (!goesOn || went.current) return;
    went.current = true;
    bind.mutate(undefined, { onError: failed });
  });

  function failed(error: unknown): boolean {
    // Whoever is no longer signed in is asked for the name.
    if (isProblem(error, 'not-signed-in')) change();
    return onFailure(error);
  }

  function change() {
    send.reset();
    bind.reset();
    if (account) setLastName(account);
    focusNext.current = 'username';
    setAnother(true);
    void navigate({ ...to, search: ({ account: _, go: __, ...before }) => before });
  }

  function body(): ReactNode {
    if (account) {
      return (
        <CodeForm
          username={account}
          lead={
            isSelf(account)
              ? t('binding.account.selfOnItsWay', {
                  email: signedIn?.email ?? '',
                  account: onboarding.payer.awsAccount,
                })
              : t('binding.account.onItsWay', { account: onboarding.payer.awsAccount })
          }
          digits={settings.code.digits}
          minutes={Math.round(settings.code.lifetimeSeconds / 60)}
          resendAt={sent?.resendAt}
          sendError={send.error ? sentenceOf(send.error, t) : undefined}
          sending={send.isPending}
          binding={bind.isPending || bind.isSuccess}
          onSendAgain={() => send.mutate(account, { onError: failed })}
          onChange={change}
          onBind={(code, show) => bind.mutate(code, { onError: (error) => failed(error) || show(error) })}
        />
      );
    }
    if (signedIn && !another) {
      return (
        <SignedIn
          candidate={signedIn}
          account={onboarding.payer.awsAccount}
          error={send.error ?? bind.error}
          busy={send.isPending || bind.isPending || bind.isSuccess}
          onGoOn={() => {
            if (signedIn.codeNeeded) send.mutate(signedIn.username, { onError: failed });
            else bind.mutate(undefined, { onError: failed });
          }}
          onAnother={change}
        />
      );
    }
    return (
      <NameForm
        settings={settings}
        known={lastName}
        sending={send.isPending}
        onSend={(username, show) => send.mutate(username, { onError: (error) => failed(error) || show(error) })}
      >
        {signedIn ? (
          <Button size="sm" variant="text" onClick={() => setAnother(false)}>
            {t('binding.account.backToSignedIn', { username: signedIn.username })}
          </Button>
        ) : null}
      </NameForm>
    );
  }

  const going = goesOn && !bind.isError;
  return (
    <>
      <PageHeading title={t('binding.steps.account')} />
      <Lead>{t('binding.account.lead')}</Lead>
      {going ? (
        <div role="status">
          <p>{t('binding.account.goingOn', { username: signedIn?.username ?? '' })}</p>
          <Loading />
        </div>
      ) : (
        body()
      )}
      <div className={classes.otherwise}>
        <p>
          {t('binding.account.noAccount')}{' '}
          <Link to={paths.register} params={{ onboardingId: onboarding.id }}>
            {t('onboarding.register')}
          </Link>
        </p>
        <p>
          {t('binding.account.mailGone')}{' '}
          <a href={`mailto:${settings.supportEmail}`}>{t('binding.account.askSupport')}</a>
        </p>
      </div>
    </>
  );
}

/** Back to the choice of the two ways. */
function BackToChoice() {
  const { t } = useTranslation();
  const { onboardingId } = route.useParams();
  return (
    <Link className={buttonClass({ variant: 'text', size: 'lg' })} to={paths.onboarding} params={{ onboardingId }}>
      {t('ui.back')}
    </Link>
  );
}

type SignedInProps = {
  candidate: SignedInCandidate;
  account: string;
  error: unknown;
  busy: boolean;
  onGoOn: () => void;
  onAnother: () => void;
};

function SignedIn({ candidate, account, error, busy, onGoOn, onAnother }: SignedInProps) {
  const { t } = useTranslation();
  const { username, email, codeNeeded } = candidate;
  return (
    <>
      <ErrorSummary items={error ? [{ id: undefined, message: sentenceOf(error, t) }] : []} attempt={error ? 1 : 0} />
      <section className={`${card.card} ${classes.signedIn}`}>
        <p>
          <Trans i18nKey="binding.account.signedIn" components={{ name: <b>{username}</b> }} />
        </p>
        <p>
          {codeNeeded ? t('binding.account.codeNeeded', { email }) : t('binding.account.noCodeNeeded', { account })}
        </p>
      </section>
      <Actions>
        <BusyButton
          type="button"
          busy={busy}
          busyText={t(codeNeeded ? 'binding.account.sending' : 'binding.account.binding')}
          onClick={onGoOn}
        >
          {t('binding.account.goOn', { username })}
        </BusyButton>
        <Button size="lg" variant="text" onClick={onAnother}>
          {t('binding.account.another')}
        </Button>
        <BackToChoice />
      </Actions>
    </>
  );
}

type NameProps = {
  settings: BindStepProps['settings'];
  known: string;
  sending: boolean;
  onSend: (username: string, failed: (error: unknown) => void) => void;
  children: ReactNode;
};

function NameForm({ settings, known, sending, onSend, children }: NameProps) {
  const { t } = useTranslation();
  const fields = useForm<{ username: string }>({
    resolver: zodResolver(z.object({ username: signInShape(settings).username })),
    mode: 'onTouched',
    shouldFocusError: false,
    defaultValues: { username: known },
  });
  const errors = useFormErrors(fields, ['username'], { username: settings.username });
  const submit = fields.handleSubmit(({ username }) => {
    if (sending) return;
    errors.sending();
    onSend(username.toLowerCase(), errors.failed);
  }, errors.refused);
  return (
    <>
      <ErrorSummary items={errors.items} attempt={errors.attempt} />
      <form className={form.form} onSubmit={submit} noValidate>
        <TextInput
          id="username"
          label={t('binding.account.username')}
          description={t('binding.account.usernameHint')}
          error={fieldMessage(errors.messageOf('username'))}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          {...fields.register('username')}
        />
        {children}
        <Actions>
          <BusyButton busy={sending} busyText={t('binding.account.sending')}>
            {t('binding.account.sendCode')}
          </BusyButton>
          <BackToChoice />
        </Actions>
      </form>
    </>
  );
}

type CodeProps = {
  username: string;
  lead: string;
  digits: number;
  minutes: number;
  resendAt: string | undefined;
  sendError: string | undefined;
  sending: boolean;
  binding: boolean;
  onSendAgain: () => void;
  onChange: () => void;
  onBind: (code: string, failed: (error: unknown) => void) => void;
};

function CodeForm({
  username,
  lead,
  digits,
  minutes,
  resendAt,
  sendError,
  sending,
  binding,
  onSendAgain,
  onChange,
  onBind,
}: CodeProps) {
  const { t } = useTranslation();
  const fields = useForm<{ code: string }>({
    resolver: zodResolver(z.object({ code: z.string().check(z.length(digits, 'errors.code')) })),
    shouldFocusError: false,
    defaultValues: { code: '' },
  });
  const errors = useFormErrors(fields, ['code']);
  const submit = fields.handleSubmit(({ code }) => {
    if (binding) return;
    errors.sending();
    onBind(code, (error) => {
      const message = codeRefusal(error, t, {
        exhausted: t('binding.account.exhausted'),
        missing: t('binding.account.missing'),
      });
      if (!message) return errors.failed(error);
      fields.setError('code', { type: 'server', message });
      errors.refused();
    });
  }, errors.refused);

  function enter(code: string) {
    fields.setValue('code', code);
    errors.forget('code');
  }

  return (
    <>
      <ErrorSummary items={errors.items} attempt={errors.attempt} />
      <form className={form.form} onSubmit={submit} noValidate>
        <div>
          <p className={proof.label} id="username-label">
            {t('binding.account.username')}
          </p>
          {/* biome-ignore lint/a11y/useSemanticElements: it groups a text and its button, not fields */}
          <div className={proof.known} role="group" aria-labelledby="username-label">
            <span>{username}</span>
            <button type="button" onClick={onChange}>
              {t('ui.change')}
            </button>
          </div>
          <CodePanel
            lead={lead}
            digits={digits}
            value={fields.watch('code')}
            onChange={enter}
            readOnly={binding}
            problem={errors.messageOf('code') ?? sendError}
            facts={t('binding.account.goodFor', { minutes })}
            resendAt={resendAt}
            sending={sending}
            onSendAgain={() => {
              enter('');
              onSendAgain();
            }}
          />
        </div>
        <Actions>
          <BusyButton busy={binding} busyText={t('binding.account.binding')}>
            {t('binding.account.bind')}
          </BusyButton>
          <BackToChoice />
        </Actions>
      </form>
    </>
  );
}
