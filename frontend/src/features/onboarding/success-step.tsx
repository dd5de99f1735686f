import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Trans, useTranslation } from 'react-i18next';
import { type Onboarding, onboardingDatakitQuery } from '../../api/onboardings';
import { isProblem } from '../../api/problem';
import { formatInstant } from '../../i18n/format';
import { paths } from '../../paths';
import { buttonClass } from '../../ui/button';
import card from '../../ui/card.module.css';
import { DatakitCommands } from '../../ui/datakit-commands';
import { Failing } from '../../ui/failing';
import { Icon } from '../../ui/icon';
import { Loading } from '../../ui/loading';
import { Actions, Lead } from '../../ui/page-frame';
import { PageHeading } from '../../ui/page-heading';
import classes from './register.module.css';

/** Step 4, open: what was opened, who pays, and the first DataKit. */
export function SuccessStep({ onboarding }: { onboarding: Onboarding }) {
  const { t } = useTranslation();
  const { workspace, basicInfo } = onboarding;
  if (!workspace) return null;
  const { payer, since } = workspace.settlement;
  const account = (payer ?? onboarding.payer).awsAccount;
  return (
    <>
      <span className={classes.disc}>
        <Icon name="check" size={26} />
      </span>
      <PageHeading title={t('steps.success')} />
      <Lead>
        <Trans i18nKey="register.success.lead" components={{ name: <b>{workspace.name}</b> }} />
      </Lead>
      <dl className={card.facts}>
        <div>
          <dt>{t('register.success.workspace')}</dt>
          <dd>
            {workspace.name} <code className={classes.id}>{workspace.id}</code>
          </dd>
        </div>
        <div>
          <dt>{t('register.success.siteAndLanguage')}</dt>
          <dd>
            {workspace.site.name}
            {t('ui.comma')}
            {workspace.language === 'ZH' ? t('ui.chinese') : t('ui.english')}
          </dd>
        </div>
        <div>
          <dt>{t('register.success.settledBy')}</dt>
          <dd>
            {since
              ? t('register.success.settledSince', { account, since: formatInstant(since) })
              : t('register.success.settled', { account })}
          </dd>
        </div>
        {basicInfo ? (
          <div>
            <dt>{t('register.success.enterpriseAccount')}</dt>
            <dd>{basicInfo.username}</dd>
          </div>
        ) : null}
      </dl>
      <Actions>
        <Link className={buttonClass({ size: 'lg' })} to={paths.workspaces}>
          {t('register.success.openBilling')}
        </Link>
      </Actions>
      {basicInfo ? (
        <p className={classes.hint}>
          <Trans i18nKey="register.success.signInAs" components={{ name: <b>{basicInfo.username}</b> }} />
        </p>
      ) : null}
      <FirstDatakit onboardingId={onboarding.id} />
    </>
  );
}

function FirstDatakit({ onboardingId }: { onboardingId: string }) {
  const { t } = useTranslation();
  const { data, error, isFetching, refetch } = useQuery(onboardingDatakitQuery(onboardingId));
  const later = isProblem(error) && error.problem.status < 500;
  return (
    <section className={classes.datakit}>
      <h2>{t('register.success.datakitTitle')}</h2>
      {data ? <p>{t('register.success.datakitText')}</p> : null}
      {data ? <DatakitCommands datakit={data} /> : null}
      {!data && !error ? <Loading /> : null}
      {later ? <p>{t('register.success.datakitLater')}</p> : null}
      {error && !later ? <Failing error={error} retrying={isFetching} onRetry={() => void refetch()} /> : null}
    </section>
  );
}
