import { TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type OperatorAct, operatorActsQuery } from '../../api/operators';
import { formatInstant } from '../../i18n/format';
import { paths } from '../../paths';
import { Banner } from '../../ui/banner';
import { Button } from '../../ui/button';
import { PageHeading } from '../../ui/page-heading';
import { actName } from './act-name';
import { Answer } from './answer';
import classes from './list.module.css';
import { OperatorFrame } from './operator-frame';
import { Empty, Paging } from './paging';
import { useRefusal } from './roles';
import { statusText } from './timeline-entry';

const route = getRouteApi(paths.operatorActs);

/** Who did what, when and why. */
export function OperatorActsPage() {
  const { t } = useTranslation();
  return (
    <OperatorFrame>
      <div>
        <PageHeading title={t('operators.nav.audit')} />
        <p className={classes.lead}>{t('operators.audit.lead')}</p>
      </div>
      <Acts />
    </OperatorFrame>
  );
}

function Acts() {
  const { t } = useTranslation();
  const { operator, page } = route.useSearch();
  const refusal = useRefusal()('listOperatorActs');
  const acts = useQuery({ ...operatorActsQuery(operator, page), enabled: !refusal });
  if (refusal) return <Banner kind="note">{refusal}</Banner>;
  return (
    <>
      <Search key={operator} operator={operator} />
      <Answer query={acts} failed={t('operators.audit.failed')}>
        {({ items, nextPageToken }) => (
          <>
            {items.length > 0 ? <Table items={items} /> : <Empty title={t('operators.audit.empty')} />}
            <Paging page={page} next={nextPageToken} order={t('operators.paging.newest')} />
          </>
        )}
      </Answer>
    </>
  );
}

const MOST_NAME = 64;

function Search({ operator = '' }: { operator: string | undefined }) {
  const { t } = useTranslation();
  const navigate = route.useNavigate();
  const [name, setName] = useState(operator);
  return (
    <form
      className={classes.tools}
      onSubmit={(event) => {
        event.preventDefault();
        void navigate({ search: name.trim() ? { operator: name.trim() } : {} });
      }}
    >
      <TextInput
        id="operator"
        label={t('operators.audit.only')}
        maxLength={MOST_NAME}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <Button type="submit" variant="outline">
        {t('operators.audit.show')}
      </Button>
    </form>
  );
}

/** Acts whose subject is a subscription. */
const onSubscriptions = new Set(['askAws', 'noteSubscription', 'remindUnregisteredBuyer']);

function Table({ items }: { items: OperatorAct[] }) {
  const { t } = useTranslation();
  return (
    <table className={classes.table}>
      <caption className="visually-hidden">{t('operators.nav.audit')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('operators.audit.act')}</th>
          <th scope="col">{t('operators.audit.who')}</th>
          <th scope="col">{t('operators.audit.note')}</th>
          <th scope="col">{t('operators.audit.result')}</th>
          <th scope="col">{t('operators.audit.when')}</th>
        </tr>
      </thead>
      <tbody>
        {items.map(({ id, at, operator, role, act, subject, note, result }) => (
          <tr key={id}>
            <th scope="row">
              <b>{actName(act, t)}</b>
              {subject ? (
                <span className={classes.facts}>
                  {onSubscriptions.has(act) ? (
                    <Link to={paths.operatorSubscription} params={{ subscriptionId: subject }}>
                      <code>{subject}</code>
                    </Link>
                  ) : (
                    <code>{subject}</code>
                  )}
                </span>
              ) : null}
            </th>
            <td data-label={t('operators.audit.who')} className={classes.short}>
              <span>
                {operator}
                <span className={classes.facts}>{t(`operators.roles.${role}`)}</span>
              </span>
            </td>
            <td data-label={t('operators.audit.note')}>{note}</td>
            <td data-label={t('operators.audit.result')}>{result && statusText(result, t)}</td>
            <td data-label={t('operators.audit.when')} className={classes.short}>
              {formatInstant(at)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
