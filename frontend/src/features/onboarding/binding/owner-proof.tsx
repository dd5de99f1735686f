import { TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { type OwnerAccount, sendOwnerCode } from '../../../api/binding';
import type { EmailCode, Onboarding, SiteChoice } from '../../../api/onboardings';
import { isProblem } from '../../../api/problem';
import type { Settings } from '../../../api/settings';
import { formatTime } from '../../../i18n/format';
import { announce } from '../../../ui/announce';
import { BusyButton } from '../../../ui/form/busy-button';
import { fieldMessage } from '../../../ui/form/field-message';
import { sentenceOf } from '../../../ui/form/form-failure';
import { EMAIL_SHAPE } from '../basic-info-schema';
import { CodePanel } from '../code-panel';
import classes from '../email-proof.module.css';

/** A code is of one address at one site. */
export type OwnerCode = EmailCode & { siteId: string };

type Props = {
  account: OwnerAccount;
  onboarding: Onboarding;
  settings: Settings;
  site: SiteChoice;
  /** The owner of the address was proved in this onboarding: no code is needed. */
  proved: boolean;
  email: string;
  onEmail: (email: string) => void;
  /** A code was asked for, and the address is none: the form says what is wrong with it. */
  onInvalid: () => void;
  emailProblem: string | undefined;
  /** What goes with the address, below its label. */
  hint: ReactNode;
  code: string;
  onCode: (code: string) => void;
  codeProblem: string | undefined;
  /** The code that is on its way, as long as it is for what is entered now. */
  sent: OwnerCode | undefined;
  /** A code was sent for another site, and is of no use here. */
  stale: boolean;
  onSent: (sent: OwnerCode | undefined) => void;
  onFailure: (error: unknown) => boolean;
};

/** The e-mail of the Guance account that will own a workspace, and its proof by a code. */
export function OwnerProof({
  account,
  onboarding,
  settings,
  site,
  proved,
  email,
  onEmail,
  onInvalid,
  emailProblem,
  hint,
  code,
  onCode,
  codeProblem,
  sent,
  stale,
  onSent,
  onFailure,
}: Props) {
  const { t } = useTranslation();
  const isNew = account === 'NEW';
  const id = isNew ? 'new-owner' : 'owner';
  const focusNext = useRef<string | undefined>(undefined);

  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the one takes the place of the other
  useEffect(() => {
    if (!focusNext.current) return;
    document.getElementById(focusNext.current)?.focus();
    focusNext.current = undefined;
  }, [sent === undefined]);

  const send = useMutation({
    mutationFn: (to: string) => sendOwnerCode(onboarding.id, { siteId: site.id, email: to, account }),
    onSuccess: (answer) => {
      focusNext.current = `${id}-code`;
      onSent({ ...answer, siteId: site.id });
      onCode('');
      announce(t('register.basic.codeSent', { address: answer.address }));
    },
    onError: (error) => {
      if (!onFailure(error)) document.getElementById(sent ? `${id}-code` : `${id}-email`)?.focus();
    },
  });

  function sendTo(to: string) {
    if (send.isPending) return;
    const trimmed = to.trim();
    if (EMAIL_SHAPE.test(trimmed)) send.mutate(trimmed);
    else onInvalid();
  }

  const sendError = send.error
    ? (isProblem(send.error) && send.error.problem.errors?.find(({ field }) => field === 'email')?.message) ||
      sentenceOf(send.error, t)
    : undefined;
  const label = t(isNew ? 'binding.owner.newEmail' : 'binding.owner.email');

  if (!sent) {
    return (
      <div className={classes.row}>
        <TextInput
          id={`${id}-email`}
          type="email"
          label={label}
          description={proved ? t('binding.owner.proved') : hint}
          error={fieldMessage(sendError ?? emailProblem ?? (stale ? t('binding.owner.siteChanged') : undefined))}
          autoComplete="email"
          required
          value={email}
          onChange={(event) => {
            if (send.isError) send.reset();
            onEmail(event.currentTarget.value);
          }}
          onKeyDown={(event) => {
            // Enter in this field asks for the code; it does not send the form.
            if (event.key !== 'Enter' || proved) return;
            event.preventDefault();
            sendTo(email);
          }}
          className={classes.address}
        />
        {proved ? null : (
          <BusyButton
            type="button"
            size="md"
            variant="outline"
            busy={send.isPending}
            busyText={t('register.basic.sending')}
            onClick={() => sendTo(email)}
          >
            {t('register.basic.sendCode')}
          </BusyButton>
        )}
      </div>
    );
  }

  const tries = t('register.basic.codeTries', { count: sent.triesLeft });
  const good = sent.expiresAt
    ? t('register.basic.codeGoodUntil', { time: formatTime(sent.expiresAt) })
    : t('binding.account.goodFor', { minutes: Math.round(settings.code.lifetimeSeconds / 60) });
  return (
    <div>
      <p className={classes.label} id={`${id}-label`}>
        {label}
      </p>
      <div className={classes.hint}>{hint}</div>
      {/* biome-ignore lint/a11y/useSemanticElements: it groups a text and its button, not fields */}
      <div className={classes.known} role="group" aria-labelledby={`${id}-label`}>
        <span>{sent.address}</span>
        <button
          type="button"
          onClick={() => {
            focusNext.current = `${id}-email`;
            send.reset();
            onCode('');
            onSent(undefined);
          }}
        >
          {t('ui.change')}
        </button>
      </div>
      <CodePanel
        id={`${id}-code`}
        digits={settings.code.digits}
        value={code}
        onChange={onCode}
        lead={t(isNew ? 'binding.owner.newOnItsWay' : 'binding.owner.existingOnItsWay', { site: site.name })}
        problem={codeProblem ?? sendError}
        facts={`${tries} ${good}`}
        resendAt={sent.resendAt}
        sending={send.isPending}
        onSendAgain={() => sendTo(sent.address)}
      />
    </div>
  );
}
