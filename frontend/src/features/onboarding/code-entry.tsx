import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Onboarding, onboardingQuery, verifyEmail } from '../../api/onboardings';
import { isProblem } from '../../api/problem';
import { formatTime } from '../../i18n/format';
import { announce } from '../../ui/announce';
import { sentenceOf } from '../../ui/form/form-failure';
import { CodePanel, codeRefusal } from './code-panel';
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
    if (verify.isError) {
      return (
        codeRefusal(verify.error, t, { exhausted: t('register.basic.codeExhausted') }) ?? sentenceOf(verify.error, t)
      );
    }
    if (sendError) return sendError;
    if (sent?.triesLeft === 0) return t('register.basic.codeExhausted');
    if (validFor === 0) return t('register.basic.codeExpired');
    return formMessage;
  }

  function facts(): string {
    if (verify.isPending) return t('register.basic.codeChecking');
    if (!sent?.expiresAt) return t('register.basic.codeOnItsWay');
    const tries = t('register.basic.codeTries', { count: sent.triesLeft });
    return `${tries} ${t('register.basic.codeGoodUntil', { time: formatTime(sent.expiresAt) })}`;
  }

  return (
    <CodePanel
      digits={digits}
      value={code}
      onChange={enter}
      readOnly={verify.isPending}
      problem={problem()}
      facts={facts()}
      resendAt={sent?.resendAt}
      sending={sending}
      onSendAgain={() => {
        setCode('');
        verify.reset();
        onSendAgain();
      }}
    />
  );
}
