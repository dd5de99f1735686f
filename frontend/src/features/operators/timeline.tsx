import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../../api/clock';
import { type TimelineEntry, timelineQuery } from '../../api/operators';
import { BusyButton } from '../../ui/form/busy-button';
import { Icon } from '../../ui/icon';
import { Answer } from './answer';
import { formatMoment } from './figures';
import page from './subscription-page.module.css';
import classes from './timeline.module.css';
import { factsOf, signOf, titleOf } from './timeline-entry';

/** What happened to a subscription, newest first. */
export function Timeline({ subscriptionId }: { subscriptionId: string }) {
  const { t } = useTranslation();
  const timeline = useInfiniteQuery(timelineQuery(subscriptionId));
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = timeline;
  return (
    <section className={page.card} aria-labelledby="events">
      <div className={page.cardHead}>
        <h2 id="events">{t('operators.timeline.title')}</h2>
        <p>{t('operators.timeline.hint')}</p>
      </div>
      <Answer query={timeline} failed={t('operators.timeline.failed')}>
        {({ pages }) => {
          const entries = pages.flatMap(({ items }) => items);
          return entries.length === 0 ? (
            <p className={page.part}>{t('operators.timeline.empty')}</p>
          ) : (
            <ol className={classes.timeline}>
              {entries.map((entry) => (
                <Entry key={entry.id} entry={entry} />
              ))}
            </ol>
          );
        }}
      </Answer>
      {hasNextPage ? (
        <div className={classes.more}>
          <BusyButton
            type="button"
            size="sm"
            variant="outline"
            busy={isFetchingNextPage}
            busyText={t('ui.loading')}
            onClick={() => void fetchNextPage()}
          >
            {t('operators.timeline.more')}
          </BusyButton>
        </div>
      ) : null}
    </section>
  );
}

function Entry({ entry }: { entry: TimelineEntry }) {
  const { t } = useTranslation();
  const { icon, tone } = signOf(entry);
  const now = serverNow();
  const facts = factsOf(entry, t, now);
  return (
    <li className={classes.entry}>
      <time dateTime={entry.at}>{formatMoment(entry.at, now)}</time>
      <span className={classes.sign} data-tone={tone}>
        <Icon name={icon} size={15} />
      </span>
      <div className={classes.text}>
        <h3>{titleOf(entry, t)}</h3>
        {facts.length > 0 ? <p>{facts.join(' · ')}</p> : null}
      </div>
    </li>
  );
}
