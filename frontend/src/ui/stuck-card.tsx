import { Link } from '@tanstack/react-router';
import { Trans, useTranslation } from 'react-i18next';
import { paths } from '../paths';
import card from './card.module.css';
import { CopyButton } from './copy-button';
import { MailLink } from './links';
import classes from './stuck-card.module.css';

/** The way to a person, with the number that tells the person what happened. */
export function StuckCard({ requestId }: { requestId?: string | undefined }) {
  const { t } = useTranslation();
  return (
    <section className={`${card.card} ${classes.stuck}`}>
      <h2>{t('stuck.title')}</h2>
      <p>
        <Trans
          i18nKey={requestId ? 'stuck.withId' : 'stuck.withoutId'}
          components={{ mail: <MailLink {...(requestId ? { subject: requestId } : {})} /> }}
        />
      </p>
      {requestId ? (
        <p className={classes.id}>
          <code>{requestId}</code>
          <CopyButton text={requestId} label={t('ui.copyRequestId')} />
        </p>
      ) : null}
      <p>
        {t('stuck.finished')} <Link to={paths.signIn}>{t('shell.signIn')}</Link>
      </p>
    </section>
  );
}

/** How to get a link from AWS Marketplace, step by step. */
export function FetchLinkSteps({ first }: { first?: 'subscribe' | undefined }) {
  return (
    <ol className={card.numbered}>
      {first ? null : (
        <li>
          <span>
            <Trans i18nKey="fetchLink.one" components={{ b: <b /> }} />
          </span>
        </li>
      )}
      <li>
        <span>
          <Trans i18nKey={first ? 'problem.subscribe' : 'fetchLink.two'} components={{ b: <b /> }} />
        </span>
      </li>
      <li>
        <span>
          <Trans i18nKey="fetchLink.three" components={{ b: <b /> }} />
        </span>
      </li>
    </ol>
  );
}
