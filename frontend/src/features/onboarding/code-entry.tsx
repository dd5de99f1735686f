import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { type Onboarding, onboardingQuery, verifyEmail } from '../../api/onboardings';
import { isProblem } from '../../api/problem';
import { formatCountdown, formatTime } from '../../i18n/format';
import { announce } from '../../ui/announce';
import { CodeInput } from '../../ui/form/code-input';
import { sentenceOf } from '../../ui/form/form-failure';
import { Icon } from '../../ui/icon';
import classes from './email-proof.module.css';
import { useSecondsUntil } from './use-seconds-until';

type Props = {
  onboarding: Onboarding;
  digits: number;
  formMessage: string | undefined;
  sendError: string | undefined;
  sending: boolean;
  onSendAgain: () => void;
  onProved: () => void;
  onFailure: (error: unknown) => boolean;
};

/** The code from the mail. It is checked by itself as soon as it is whole. */
export function CodeEntry({
  onboarding,
  digits,
  formMessage,
  sendError,
  sending,
  onSendAgain,
  onProved,
  onFailure,
}: Props) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const [code, setCode] = useState('');
  const address = onboarding.email?.address ?? '';
  const sent = onboarding.email?.code;
  const resendIn = useSecondsUntil(sent?.resendAt);
  const validFor = useSecondsUntil(sent?.expiresAt);
  const key = onboardingQuery(onboarding.id).queryKey;

  const verify = useMutation({
    mutationFn: (entered: string) => verifyEmail(onboarding.id, { email: address, code: entered }),
    onSuccess: (answer) => {
      onProved();
      announce(t('register.basic.confirmed'));
      queryClient.setQueryData(key, answer.onboarding);
    },
    onError: (error) => {
      if (onFailure(error)) return;
      const left = isProblem(error, 'code-mismatch') ? error.problem.triesLeft : undefined;
      if (left === undefined) return;
      queryClient.setQueryData(key, (known) =>
        known?.email?.code
          ? { ...known, email: { ...known.email, code: { ...known.email.code, triesLeft: left } } }
          : known,
      );
    },
  });

  function enter(next: string) {
    if (verify.isPending) return;
    setCode(next);
    if (next.length === digits) verify.mutate(next);
    else verify.reset();
  }

  function problem(): string | undefined {
    if (verify.isError) return refusal(verify.error);
    if (sendError) return sendError;
    if (sent?.triesLeft === 0) return t('register.basic.codeExhausted');
    if (validFor === 0) return t('register.basic.codeExpired');
    return formMessage;
  }

  function refusal(error: unknown): string {
    if (isProblem(error, 'code-mismatch')) {
      return t('register.basic.codeMismatch', { count: error.problem.triesLeft ?? sent?.triesLeft ?? 0 });
    }
    if (isProblem(error, 'code-expired')) return t('register.basic.codeExpired');
    if (isProblem(error, 'code-exhausted')) return t('register.basic.codeExhausted');
    return sentenceOf(error, t);
  }

  function facts(): string {
    if (verify.isPending) return t('register.basic.codeChecking');
    if (!sent?.expiresAt) return t('register.basic.codeOnItsWay');
    const tries = t('register.basic.codeTries', { count: sent.triesLeft });
    return `${tries} ${t('register.basic.codeGoodUntil', { time: formatTime(sent.expiresAt) })}`;
  }

  const bad = problem();
  return (
    <div className={classes.panel}>
      <p id="code-label">{t('register.basic.codeLabel', { digits })}</p>
      <CodeInput
        id="code"
        digits={digits}
        value={code}
        onChange={enter}
        invalid={bad !== undefined}
        describedBy="code-message"
        labelledBy="code-label"
        readOnly={verify.isPending}
      />
      <p id="code-message" className={classes.message} data-bad={bad ? true : undefined} role="status">
        {bad ? <Icon name="alert" style={{ marginTop: 1 }} /> : null}
        <span>{bad ?? facts()}</span>
      </p>
      <div className={classes.resend}>
        <span>{t('register.basic.noMail')}</span>
        {sending ? (
          <span>{t('register.basic.sending')}</span>
        ) : resendIn ? (
          <span>
            <Trans i18nKey="register.basic.sendAgainIn" components={{ time: <b>{formatCountdown(resendIn)}</b> }} />
          </span>
        ) : (
          <button
            type="button"
            className={classes.again}
            onClick={() => {
              setCode('');
              verify.reset();
              onSendAgain();
            }}
          >
            {t('register.basic.sendAgain')}
          </button>
        )}
      </div>
    </div>
  );
}
