import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { isProblem } from '../../api/problem';
import { formatCountdown } from '../../i18n/format';
import { CodeInput } from '../../ui/form/code-input';
import { Icon } from '../../ui/icon';
import classes from './email-proof.module.css';
import { useSecondsUntil } from './use-seconds-until';

type Props = {
  /** Of the field; where a page has several, each has its own. */
  id?: string;
  digits: number;
  value: string;
  onChange: (value: string) => void;
  readOnly?: boolean;
  /** What the mail is about, above the code. */
  lead?: ReactNode;
  /** What is wrong with the code. */
  problem: string | undefined;
  /** Tries and time, where nothing is wrong. */
  facts: ReactNode;
  resendAt: string | undefined;
  sending: boolean;
  onSendAgain: () => void;
};

/** The code from a mail, what stands about it, and the way to another one. */
export function CodePanel({
  id = 'code',
  digits,
  value,
  onChange,
  readOnly = false,
  lead,
  problem,
  facts,
  resendAt,
  sending,
  onSendAgain,
}: Props) {
  const { t } = useTranslation();
  const resendIn = useSecondsUntil(resendAt);
  return (
    <div className={classes.panel}>
      {lead ? (
        <div className={classes.lead}>
          <Icon name="mail" size={20} />
          <p>{lead}</p>
        </div>
      ) : null}
      <p id={`${id}-label`} className={classes.codeLabel}>
        {t('register.basic.codeLabel', { digits })}
      </p>
      <CodeInput
        id={id}
        digits={digits}
        value={value}
        onChange={onChange}
        invalid={problem !== undefined}
        describedBy={`${id}-message`}
        labelledBy={`${id}-label`}
        readOnly={readOnly}
      />
      <p id={`${id}-message`} className={classes.message} data-bad={problem ? true : undefined} role="status">
        {problem ? <Icon name="alert" style={{ marginTop: 1 }} /> : null}
        <span>{problem ?? facts}</span>
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
          <button type="button" className={classes.again} onClick={onSendAgain}>
            {t('register.basic.sendAgain')}
          </button>
        )}
      </div>
    </div>
  );
}

/** What the server says of a code, or `undefined` where it speaks of something else. */
export function codeRefusal(
  error: unknown,
  t: TFunction,
  { exhausted, missing }: { exhausted: string; missing?: string },
): string | undefined {
  if (isProblem(error, 'code-mismatch')) {
    return t('register.basic.codeMismatch', { count: error.problem.triesLeft ?? 0 });
  }
  if (isProblem(error, 'code-expired')) return t('register.basic.codeExpired');
  if (isProblem(error, 'code-missing')) return missing;
  return isProblem(error, 'code-exhausted') ? exhausted : undefined;
}
