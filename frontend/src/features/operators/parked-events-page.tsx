import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { parkedEventsQuery } from '../../api/operators';
import { paths } from '../../paths';
import { PageHeading } from '../../ui/page-heading';
import { useActs } from './acts';
import { Answer } from './answer';
import { EventCard } from './event-card';
import classes from './list.module.css';
import { OperatorFrame } from './operator-frame';
import { Empty, Paging } from './paging';

const route = getRouteApi(paths.parkedEvents);

/** Notifications of AWS that could not be used. */
export function ParkedEventsPage() {
  const { t } = useTranslation();
  const { page } = route.useSearch();
  const events = useQuery(parkedEventsQuery(page));
  const { ask, banner, dialog } = useActs();
  return (
    <OperatorFrame>
      <div>
        <PageHeading title={t('operators.nav.events')} />
        <p className={classes.lead}>{t('operators.events.lead')}</p>
      </div>
      {banner}
      <Answer query={events} failed={t('operators.events.failed')}>
        {({ items, nextPageToken }) => (
          <>
            {items.length > 0 ? (
              <ul className={classes.cards}>
                {items.map((event) => (
                  <li key={event.id}>
                    <EventCard event={event} listed onAct={ask} />
                  </li>
                ))}
              </ul>
            ) : (
              <Empty title={t('operators.events.empty')} text={t('operators.events.emptyText')} />
            )}
            <Paging page={page} next={nextPageToken} order={t('operators.paging.newest')} />
          </>
        )}
      </Answer>
      {dialog}
    </OperatorFrame>
  );
}
