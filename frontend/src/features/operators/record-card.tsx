import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../../api/clock';
import { type ParkedRecord, resendRecord } from '../../api/operators';
import { formatInstant } from '../../i18n/format';
import { paths } from '../../paths';
import { Badge } from '../../ui/badge';
import { Button } from '../../ui/button';
import { type Act, ActButton } from './acts';
import classes from './card.module.css';
import { formatDuration, formatExact, formatMoment, formatMoney, masked } from './figures';
import { FrozenRecordDialog } from './frozen-record-dialog';

type Props = {
  record: ParkedRecord;
  /** Whether sending it again is what the page asks for. */
  filled?: boolean;
  /** Whether it says whose it is, as in a list of its own. */
  listed?: boolean;
  onAct: (act: Act) => void;
  onNote?: () => void;
};

/** A record that AWS refused: how much, why, until when, and what can be done. */
export function RecordCard({ record, filled = false, listed = false, onAct, onNote }: Props) {
  const { t } = useTranslation();
  const [looking, setLooking] = useState(false);
  const now = serverNow();
  const { id, hour, deadline, reason, attempts, quantity, amount, allocations, dimension } = record;
  const left = Date.parse(deadline) - now;
  const Heading = listed ? 'h2' : 'h3';
  const title = t('operators.record.title', { hour: formatMoment(hour, now) });
  const units = t('operators.figures.units', { count: quantity, units: formatExact(quantity) });

  const resend: Act = {
    title: t('operators.resend.title'),
    text: t('operators.resend.text', { hour: formatInstant(hour), units }),
    submit: t('operators.resend.submit'),
    send: async (note, key) => {
      const { state } = await resendRecord(id, note, key);
      return state === 'PARKED'
        ? { kind: 'soon', text: t('operators.resend.stillParked') }
        : { kind: 'done', text: t('operators.resend.done', { hour: formatMoment(hour, now) }) };
    },
  };
  const outcome =
    record.outcomeKnown === undefined
      ? undefined
      : t(record.outcomeKnown ? 'operators.record.outcomeKnown' : 'operators.record.outcomeUnknown');

  return (
    <article className={classes.card} aria-label={title}>
      <div className={classes.head}>
        <Heading>{title}</Heading>
        {left > 0 ? (
          <Badge tone="wait" icon="clock">
            {t('operators.record.left', { time: formatDuration(left, t) })}
          </Badge>
        ) : (
          <Badge tone="bad" icon="cross">
            {t('operators.record.tooLate')}
          </Badge>
        )}
      </div>
      <dl className={classes.facts}>
        {listed ? (
          <div>
            <dt>{t('operators.record.owner')}</dt>
            <dd>
              <Link to={paths.operatorSubscription} params={{ subscriptionId: record.subscriptionId }}>
                {record.companyName ?? t('operators.subscription.nobody')}
              </Link>
              {record.awsAccountId ? ` · AWS ${masked(record.awsAccountId)}` : ''}
            </dd>
          </div>
        ) : null}
        <div>
          <dt>{t('operators.record.amount')}</dt>
          <dd>
            {[
              amount ? formatMoney(amount) : undefined,
              units,
              allocations === undefined ? undefined : t('operators.record.allocations', { count: allocations }),
            ]
              .filter((part) => part !== undefined)
              .join(t('ui.comma'))}
            <span className={classes.more}>
              {t('operators.record.dimension')} <code>{dimension}</code>
            </span>
          </dd>
        </div>
        <div>
          <dt>{t('operators.record.reason')}</dt>
          <dd>{t('operators.record.refused', { reason })}</dd>
        </div>
        <div>
          <dt>{t('operators.record.tries')}</dt>
          <dd>{[String(attempts), outcome].filter((part) => part !== undefined).join(t('ui.comma'))}</dd>
        </div>
      </dl>
      <div className={classes.acts}>
        <ActButton
          act="resendRecord"
          variant={filled ? 'filled' : 'outline'}
          label={t('operators.resend.openOf', { hour: formatMoment(hour, now) })}
          refusal={left > 0 ? undefined : t('operators.resend.tooLate')}
          onClick={() => onAct(resend)}
        >
          {t('operators.resend.open')}
        </ActButton>
        <Button size="sm" variant="outline" onClick={() => setLooking(true)}>
          {t('operators.record.frozen')}
        </Button>
        {onNote ? (
          <Button size="sm" variant="text" onClick={onNote}>
            {t('operators.record.note')}
          </Button>
        ) : null}
      </div>
      <FrozenRecordDialog recordId={id} title={title} opened={looking} onClose={() => setLooking(false)} />
    </article>
  );
}
