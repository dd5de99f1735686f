import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { type LostHour, lostHoursQuery } from '../../api/operators';
import { formatInstant } from '../../i18n/format';
import { paths } from '../../paths';
import { PageHeading } from '../../ui/page-heading';
import { Answer } from './answer';
import { formatExact, formatMoney, masked } from './figures';
import classes from './list.module.css';
import { OperatorFrame } from './operator-frame';
import { Empty, Paging } from './paging';

const route = getRouteApi(paths.lostHours);

/** Units that AWS will never be told of. */
export function LostHoursPage() {
  const { t } = useTranslation();
  const { page } = route.useSearch();
  const lost = useQuery(lostHoursQuery(page));
  return (
    <OperatorFrame>
      <div>
        <PageHeading title={t('operators.nav.lost')} />
        <p className={classes.lead}>{t('operators.lost.lead')}</p>
      </div>
      <Answer query={lost} failed={t('operators.lost.failed')}>
        {({ items, nextPageToken }) => (
          <>
            {items.length > 0 ? (
              <Losses items={items} />
            ) : (
              <Empty title={t('operators.lost.empty')} text={t('operators.lost.emptyText')} />
            )}
            <Paging page={page} next={nextPageToken} order={t('operators.paging.newest')} />
          </>
        )}
      </Answer>
    </OperatorFrame>
  );
}

const reasons = { NO_OPEN_HOUR: true, LEFT_AT_END: true, EXPIRED: true, WAIVED: true };

function Losses({ items }: { items: LostHour[] }) {
  const { t } = useTranslation();
  // A reason that this page has not heard of keeps the server's own word.
  const why = (reason: string) =>
    Object.hasOwn(reasons, reason) ? t(`operators.lost.reasons.${reason as keyof typeof reasons}`) : reason;
  return (
    <table className={classes.table}>
      <caption className="visually-hidden">{t('operators.nav.lost')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('operators.subscriptions.purchase')}</th>
          <th scope="col">{t('operators.lost.hour')}</th>
          <th scope="col">{t('operators.lost.reason')}</th>
          <th scope="col" className={classes.number}>
            {t('operators.lost.units')}
          </th>
          <th scope="col" className={classes.number}>
            {t('operators.lost.amount')}
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map((loss) => (
          <tr key={loss.id}>
            <th scope="row">
              <Link
                className={classes.name}
                to={paths.operatorSubscription}
                params={{ subscriptionId: loss.subscriptionId }}
              >
                {loss.companyName ?? t('operators.subscription.nobody')}
              </Link>
              <span className={classes.facts}>
                {loss.awsAccountId ? `AWS ${masked(loss.awsAccountId)}` : null}
                {loss.workspaceId ? (
                  <>
                    {' · '}
                    <code>{loss.workspaceId}</code>
                  </>
                ) : null}
              </span>
            </th>
            <td data-label={t('operators.lost.hour')} className={classes.short}>
              {loss.hour ? formatInstant(loss.hour) : t('operators.lost.noHour')}
            </td>
            <td data-label={t('operators.lost.reason')}>
              <span>
                {why(loss.reason)}
                <span className={classes.facts}>{t('operators.lost.found', { time: formatInstant(loss.at) })}</span>
              </span>
            </td>
            <td data-label={t('operators.lost.units')} className={classes.number}>
              <span>
                {formatExact(loss.units)}
                <span className={classes.facts}>{loss.dimension}</span>
              </span>
            </td>
            <td data-label={t('operators.lost.amount')} className={classes.number}>
              {loss.amount ? formatMoney(loss.amount) : '–'}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
