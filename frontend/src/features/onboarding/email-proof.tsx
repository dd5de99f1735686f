import { TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Onboarding, onboardingQuery, sendEmailCode } from '../../api/onboardings';
import { isProblem } from '../../api/problem';
import { announce } from '../../ui/announce';
import { Button } from '../../ui/button';
import { BusyButton } from '../../ui/form/busy-button';
import { fieldMessage } from '../../ui/form/field-message';
import { sentenceOf } from '../../ui/form/form-failure';
import { Icon } from '../../ui/icon';
import { EMAIL_SHAPE } from './basic-info-schema';
import { CodeEntry } from './code-entry';
import classes from './email-proof.module.css';

type Props = {
  onboarding: Onboarding;
  digits: number;
  /** Whether another address is being entered in place of the one the server knows. */
  changing: boolean;
  onChanging: (changing: boolean) => void;
  /** What the form says of the address, once it was refused. */
  formMessage: string | undefined;
  /** Another address is entered, or a code is on its way: what the form said of it before is stale. */
  onChanged: () => void;
  onFailure: (error: unknown) => boolean;
};

/** The e-mail address and its proof: address, code, confirmed. What is known comes from the server, so a reload loses nothing. */
export function EmailProof({ onboarding, digits, changing, onChanging, formMessage, onChanged, onFailure }: Props) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const { email } = onboarding;
  const [address, setAddress] = useState(email?.address ?? '');
  const [localError, setLocalError] = useState<'errors.email' | 'errors.emailShape'>();
  const focusNext = useRef<'code' | 'confirmed' | 'email' | undefined>(undefined);
  const stage = changing || !email ? 'address' : email.verified ? 'confirmed' : email.code ? 'code' : 'address';

  // What one was working in is gone with the stage; the focus goes on to what took its place.
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the stage changes
  useEffect(() => {
    if (!focusNext.current) return;
    document.getElementById(focusNext.current)?.focus();
    focusNext.current = undefined;
  }, [stage]);

  const send = useMutation({
    mutationFn: (to: string) => sendEmailCode(onboarding.id, to),
    onSuccess: (code) => {
      queryClient.setQueryData(onboardingQuery(onboarding.id).queryKey, (known) =>
        known ? { ...known, email: { address: code.address, verified: false, code } } : known,
      );
      focusNext.current = 'code';
      onChanging(false);
      onChanged();
      announce(t('register.basic.codeSent', { address: code.address }));
    },
    onError: (error) => {
      if (onFailure(error)) return;
      document.getElementById(stage === 'code' ? 'code' : 'email')?.focus();
    },
  });

  function sendTo(to: string) {
    if (send.isPending) return;
    const trimmed = to.trim();
    const error = trimmed === '' ? 'errors.email' : EMAIL_SHAPE.test(trimmed) ? undefined : 'errors.emailShape';
    setLocalError(error);
    if (error) document.getElementById('email')?.focus();
    else send.mutate(trimmed);
  }

  function change() {
    setAddress(email?.address ?? '');
    setLocalError(undefined);
    send.reset();
    focusNext.current = 'email';
    onChanging(true);
    onChanged();
  }

  const sendError = send.error
    ? ((isProblem(send.error) && send.error.problem.errors?.find(({ field }) => field === 'email')?.message) ??
      sentenceOf(send.error, t))
    : undefined;

  if (stage === 'address') {
    return (
      <div>
        <div className={classes.row}>
          <TextInput
            id="email"
            type="email"
            label={t('register.basic.email')}
            description={t('register.basic.emailHint')}
            error={fieldMessage(localError ? t(localError) : sendError || formMessage)}
            autoComplete="email"
            required
            value={address}
            onChange={(event) => {
              setAddress(event.currentTarget.value);
              setLocalError(undefined);
              if (send.isError) send.reset();
              onChanged();
            }}
            onKeyDown={(event) => {
              // Enter in this field asks for the code; it does not send the form.
              if (event.key !== 'Enter') return;
              event.preventDefault();
              sendTo(address);
            }}
            className={classes.address}
          />
          <BusyButton
            type="button"
            size="md"
            variant="outline"
            busy={send.isPending}
            busyText={t('register.basic.sending')}
            onClick={() => sendTo(address)}
          >
            {t('register.basic.sendCode')}
          </BusyButton>
        </div>
        {changing && email ? (
          <Button
            size="sm"
            variant="text"
            onClick={() => {
              focusNext.current = email.verified ? 'confirmed' : 'code';
              onChanging(false);
              onChanged();
            }}
          >
            {t('register.basic.keep', { address: email.address })}
          </Button>
        ) : null}
      </div>
    );
  }

  return (
    <div>
      <p className={classes.label} id="email-label">
        {t('register.basic.email')}
      </p>
      <p className={classes.hint}>{t('register.basic.emailHint')}</p>
      {/* biome-ignore lint/a11y/useSemanticElements: it groups a text and its button, not fields */}
      <div className={classes.known} id="confirmed" tabIndex={-1} role="group" aria-labelledby="email-label">
        <span>{email?.address}</span>
        <button type="button" onClick={change}>
          {t('ui.change')}
        </button>
      </div>
      {stage === 'confirmed' ? (
        <p className={classes.confirmed}>
          <Icon name="check" />
          {t('register.basic.confirmed')}
        </p>
      ) : (
        <CodeEntry
          onboarding={onboarding}
          digits={digits}
          formMessage={formMessage}
          sendError={sendError || undefined}
          sending={send.isPending}
          onSendAgain={() => sendTo(email?.address ?? '')}
          onProved={() => {
            focusNext.current = 'confirmed';
          }}
          onFailure={onFailure}
        />
      )}
    </div>
  );
}
