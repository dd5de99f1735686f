import { useTranslation } from 'react-i18next';
import { serverNow } from '../../api/clock';
import { closeEvent, type ParkedEvent, replayEvent } from '../../api/operators';
import { formatInstant } from '../../i18n/format';
import { Badge } from '../../ui/badge';
import { type Act, ActButton, type Outcome } from './acts';
import classes from './card.module.css';
import { formatMoment } from './figures';
import { statusText } from './timeline-entry';
import { Verbatim } from './verbatim';

type Props = {
  event: ParkedEvent;
  /** Whether it stands in a list of its own. */
  listed?: boolean;
  onAct: (act: Act) => void;
};

/** A notification that could not be used, as it came. */
export function EventCard({ event, listed = false, onAct }: Props) {
  const { t } = useTranslation();
  const { id, kind, occurredAt, receivedAt, product, reason, payload, status } = event;
  const title = kind || t('operators.event.nameless');
  const Heading = listed ? 'h2' : 'h3';
  const at = formatMoment(occurredAt, serverNow());

  function outcomeOf(after: ParkedEvent): Outcome {
    if (after.status !== 'PARKED') {
      return { kind: 'done', text: t('operators.replay.done', { what: title, status: statusText(after.status, t) }) };
    }
    return { kind: 'soon', text: t('operators.replay.stillParked', { what: title, reason: after.reason ?? '' }) };
  }
  const replay: Act = {
    title: t('operators.replay.title'),
    text: t('operators.replay.text', { what: title }),
    submit: t('operators.replay.submit'),
    send: async (note, key) => outcomeOf(await replayEvent(id, note, key)),
  };
  const close: Act = {
    title: t('operators.closeEvent.title'),
    text: t('operators.closeEvent.text', { what: title }),
    submit: t('operators.closeEvent.submit'),
    send: async (note, key) => {
      await closeEvent(id, note, key);
      return { kind: 'done', text: t('operators.closeEvent.done', { what: title }) };
    },
  };

  return (
    <article className={classes.card} aria-label={`${title}, ${at}`}>
      <div className={classes.head}>
        <Heading>{title}</Heading>
        <Badge tone="wait" icon="pause">
          {statusText(status, t)}
        </Badge>
      </div>
      <p className={classes.text}>
        {t('operators.event.facts', { product, at: formatInstant(occurredAt), received: formatInstant(receivedAt) })}
        {reason ? (
          <>
            {' '}
            <b>{t('operators.event.reason', { reason })}</b>
          </>
        ) : null}{' '}
        {t('operators.event.kept')}
      </p>
      <Verbatim label={t('operators.event.payload')} text={payload} />
      <div className={classes.acts}>
        <ActButton
          act="replayEvent"
          label={t('operators.replay.openOf', { what: title })}
          onClick={() => onAct(replay)}
        >
          {t('operators.replay.open')}
        </ActButton>
        <ActButton
          act="closeEvent"
          variant="text"
          label={t('operators.closeEvent.openOf', { what: title })}
          onClick={() => onAct(close)}
        >
          {t('operators.closeEvent.open')}
        </ActButton>
      </div>
    </article>
  );
}
