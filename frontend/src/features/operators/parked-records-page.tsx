import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { parkedRecordsQuery } from '../../api/operators';
import { paths } from '../../paths';
import { PageHeading } from '../../ui/page-heading';
import { useActs } from './acts';
import { Answer } from './answer';
import classes from './list.module.css';
import { OperatorFrame } from './operator-frame';
import { Empty, Paging } from './paging';
import { RecordCard } from './record-card';

const route = getRouteApi(paths.parkedRecords);

/** Metering records that AWS refused, while there is time. */
export function ParkedRecordsPage() {
  const { t } = useTranslation();
  const { page } = route.useSearch();
  const records = useQuery(parkedRecordsQuery(page));
  const { ask, banner, dialog } = useActs();
  return (
    <OperatorFrame>
      <div>
        <PageHeading title={t('operators.nav.records')} />
        <p className={classes.lead}>{t('operators.records.lead')}</p>
      </div>
      {banner}
      <Answer query={records} failed={t('operators.records.failed')}>
        {({ items, nextPageToken }) => (
          <>
            {items.length > 0 ? (
              <ul className={classes.cards}>
                {items.map((record) => (
                  <li key={record.id}>
                    <RecordCard record={record} listed onAct={ask} />
                  </li>
                ))}
              </ul>
            ) : (
              <Empty title={t('operators.records.empty')} text={t('operators.records.emptyText')} />
            )}
            <Paging page={page} next={nextPageToken} order={t('operators.records.order')} />
          </>
        )}
      </Answer>
      {dialog}
    </OperatorFrame>
  );
}
