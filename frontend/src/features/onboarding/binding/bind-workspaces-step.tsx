import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import {
  type Candidate,
  candidateQuery,
  candidatesQuery,
  completeOnboarding,
  useFreshCandidates,
} from '../../../api/binding';
import { useSubmitIntention } from '../../../api/idempotency';
import { isSubscriptionOver, type Onboarding } from '../../../api/onboardings';
import type { Workspace } from '../../../api/workspaces';
import { paths } from '../../../paths';
import { forgetWorkspace, rememberedWorkspace } from '../../../subscribe-for';
import { announce } from '../../../ui/announce';
import { Banner } from '../../../ui/banner';
import { Button } from '../../../ui/button';
import { Failing } from '../../../ui/failing';
import { BusyButton } from '../../../ui/form/busy-button';
import { sentenceOf } from '../../../ui/form/form-failure';
import { Icon } from '../../../ui/icon';
import { Loading } from '../../../ui/loading';
import { Lead } from '../../../ui/page-frame';
import { PageHeading } from '../../../ui/page-heading';
import { panelId, TabList, tabId } from '../../../ui/tabs';
import classes from './bind.module.css';
import type { BindStepProps } from './bind-page';
import { BindPreview } from './bind-preview';
import { CandidateList } from './candidate-list';
import { NewWorkspaceForm } from './new-workspace-form';
import { chosenSite, SiteCard } from './site-card';

const route = getRouteApi(paths.bind);
const ID = 'bind';
const tabs = ['existing', 'create', 'register'] as const;
type Tab = (typeof tabs)[number];

/** Step 2: the workspaces that the AWS account is to pay for. Each binding holds at once; Confirm only ends the matter. */
export function BindWorkspacesStep({ onboarding, settings, onSite, onDone, onFailure }: BindStepProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { tab, site: asked } = route.useSearch();
  const site = chosenSite(onboarding, asked);
  // A subscription that is over takes up nothing more; what is bound can still be seen and taken back.
  const { payer } = onboarding;
  const over = isSubscriptionOver(onboarding);
  const list = useInfiniteQuery(candidatesQuery(onboarding, { bound: over }));
  const { readAgain, keep } = useFreshCandidates(onboarding.id);
  const [adding, setAdding] = useState<Workspace>();
  const [created, setCreated] = useState<string>();
  const focusRow = useRef<string>(undefined);
  useSubscribedFor(onboarding, over, setAdding);

  const selected: Tab = tab ?? 'existing';
  // A form that was opened stays, so that what was typed there survives a look at another tab.
  const opened = useRef(new Set<Tab>()).current;
  opened.add(selected);

  function select(next: Tab) {
    setCreated(undefined);
    void navigate({
      to: paths.bind,
      params: { onboardingId: onboarding.id },
      search: ({ tab: _, ...before }) => (next === 'existing' ? before : { ...before, tab: next }),
      replace: true,
    });
  }

  async function onBound(candidate: Candidate) {
    const { workspace } = candidate;
    focusRow.current = workspace.id;
    setAdding(undefined);
    await keep(candidate);
    announce(t('binding.workspaces.boundNow', { name: workspace.name }));
  }

  async function onCreated(candidate: Candidate) {
    const { workspace } = candidate;
    await keep(candidate);
    select('existing');
    setCreated(workspace.name);
    announce(t('binding.workspaces.boundNow', { name: workspace.name }));
    document.getElementById(tabId(ID, 'existing'))?.focus();
  }

  const candidates = list.data?.pages.flatMap(({ items }) => items);
  const asks = !over && tab === undefined && candidates?.length === 0;

  function existing(): ReactNode {
    if (!candidates) {
      if (!list.error) return <Loading />;
      return (
        <Failing
          error={list.error}
          title={t('binding.workspaces.failed')}
          safe={t('binding.workspaces.failedSafe')}
          retrying={list.isFetching}
          onRetry={() => void list.refetch()}
        />
      );
    }
    if (over && candidates.length === 0) return null;
    if (candidates.length === 0) return <FirstWorkspace site={site?.name ?? ''} onChoose={select} />;
    return (
      <>
        <CandidateList
          onboarding={onboarding}
          candidates={candidates}
          all={!list.hasNextPage}
          focusRow={focusRow}
          onAdd={({ workspace }) => setAdding(workspace)}
          onUndone={keep}
          onRefused={readAgain}
          onFailure={onFailure}
        />
        {list.hasNextPage ? (
          <BusyButton
            type="button"
            size="md"
            variant="outline"
            busy={list.isFetchingNextPage}
            busyText={t('binding.workspaces.loadingMore')}
            onClick={() => void list.fetchNextPage()}
          >
            {t('binding.workspaces.more')}
          </BusyButton>
        ) : null}
        {list.isFetchNextPageError ? <p role="alert">{sentenceOf(list.error, t)}</p> : null}
      </>
    );
  }

  function panel(key: Tab): ReactNode {
    if (key === 'existing') return existing();
    if (!opened.has(key) || !site) return null;
    return (
      <NewWorkspaceForm
        account={key === 'create' ? 'EXISTING' : 'NEW'}
        onboarding={onboarding}
        settings={settings}
        site={site}
        onCreated={onCreated}
        onRegister={() => select('register')}
        onFailure={onFailure}
      />
    );
  }

  return (
    <>
      <PageHeading title={t('binding.steps.workspaces')} />
      <Lead>
        <Trans
          i18nKey={over ? 'binding.workspaces.leadOver' : 'binding.workspaces.lead'}
          components={{ name: <b>{onboarding.enterpriseAccount?.username ?? ''}</b> }}
        />
      </Lead>
      {over ? (
        <Banner kind="refused">
          <b>{t('binding.workspaces.overTitle')}</b> {t('binding.workspaces.over', { account: payer.awsAccount })}{' '}
          <Link to={paths.workspaces}>{t('binding.success.openBilling')}</Link>
        </Banner>
      ) : null}
      {over ? null : (
        <SiteCard
          id="site-above"
          className={classes.narrow}
          sites={onboarding.sites}
          chosen={site?.id}
          onChoose={onSite}
        />
      )}
      {asks || over ? (
        existing()
      ) : (
        <div>
          <TabList
            label={t('binding.workspaces.tabs')}
            id={ID}
            tabs={tabs.map((key) => ({ key, name: t(`binding.workspaces.${key}`) }))}
            selected={selected}
            onSelect={select}
          />
          {tabs.map((key) => (
            <div
              key={key}
              role="tabpanel"
              id={panelId(ID, key)}
              aria-labelledby={tabId(ID, key)}
              hidden={key !== selected}
              className={classes.panel}
            >
              {key === 'existing' && created ? (
                <Banner kind="done">
                  <Trans i18nKey="binding.workspaces.createdNow" components={{ name: <b>{created}</b> }} />
                </Banner>
              ) : null}
              {panel(key)}
            </div>
          ))}
        </div>
      )}
      <ConfirmBar
        onboarding={onboarding}
        over={over}
        sticky={selected === 'existing' && !asks}
        onDone={onDone}
        onFailure={onFailure}
      />
      <BindPreview
        onboarding={onboarding}
        workspace={adding}
        onClose={() => setAdding(undefined)}
        onBound={onBound}
        onRefused={readAgain}
        onFailure={onFailure}
      />
    </>
  );
}

/** Who came from a workspace to buy for it is shown its preview first, once; it is confirmed as any other. */
function useSubscribedFor(onboarding: Onboarding, over: boolean, show: (workspace: Workspace) => void) {
  const [id] = useState(rememberedWorkspace);
  const { data, error } = useQuery({
    ...candidateQuery(onboarding.id, id ?? ''),
    enabled: id !== undefined && !over,
    retry: false,
  });
  const shown = useRef(false);
  useEffect(() => {
    if (shown.current || (!data && !error)) return;
    shown.current = true;
    forgetWorkspace();
    if (data?.status === 'BINDABLE') show(data.workspace);
  }, [data, error, show]);
}

/** Without any workspace the first question is who will own one. */
function FirstWorkspace({ site, onChoose }: { site: string; onChoose: (tab: Tab) => void }) {
  const { t } = useTranslation();
  return (
    <section className={classes.first} aria-labelledby="first-workspace">
      <h2 id="first-workspace">{t('binding.workspaces.emptyTitle')}</h2>
      <p>{t('binding.workspaces.emptyText', { site })}</p>
      <div className={classes.choices}>
        <button type="button" onClick={() => onChoose('create')}>
          <Icon name="user" size={20} />
          <span>
            <b>{t('binding.workspaces.emptyYes')}</b>
            {t('binding.workspaces.emptyYesText')}
          </span>
          <Icon name="right" />
        </button>
        <button type="button" onClick={() => onChoose('register')}>
          <Icon name="plus" size={20} />
          <span>
            <b>{t('binding.workspaces.emptyNo')}</b>
            {t('binding.workspaces.emptyNoText')}
          </span>
          <Icon name="right" />
        </button>
      </div>
    </section>
  );
}

type ConfirmProps = Pick<BindStepProps, 'onDone' | 'onFailure'> & {
  onboarding: Onboarding;
  over: boolean;
  sticky: boolean;
};

function ConfirmBar({ onboarding, over, sticky, onDone, onFailure }: ConfirmProps) {
  const { t } = useTranslation();
  const intention = useSubmitIntention();
  const count = onboarding.boundWorkspaces ?? 0;
  const finish = useMutation({
    mutationFn: () => intention.run(onboarding.id, (key) => completeOnboarding(onboarding.id, key)),
    onSuccess: onDone,
    onError: onFailure,
  });
  return (
    <section className={classes.confirm} data-sticky={sticky || undefined} aria-label={t('binding.workspaces.confirm')}>
      {/* The reason stands here while nothing is bound. */}
      <p id="confirm-reason">
        <b>{count > 0 ? t('binding.workspaces.boundCount', { count }) : t('binding.workspaces.nothingBound')}</b>{' '}
        {t(`binding.workspaces.${over ? 'finishOver' : count > 0 ? 'finish' : 'bindFirst'}`)}
      </p>
      <div className={classes.finish}>
        <BusyButton
          type="button"
          busy={finish.isPending}
          busyText={t('binding.workspaces.finishing')}
          {...(count > 0 ? {} : { waitsFor: 'confirm-reason' })}
          onClick={() => count > 0 && finish.mutate()}
        >
          {t('binding.workspaces.confirm')}
        </BusyButton>
        {count > 0 || finish.isPending ? null : (
          <Button variant="text" onClick={() => finish.mutate()}>
            {t('binding.workspaces.finishWithout')}
          </Button>
        )}
      </div>
      {finish.isError ? (
        <p className={classes.problem} role="alert">
          <Icon name="alert" />
          <span>{sentenceOf(finish.error, t)}</span>
        </p>
      ) : null}
    </section>
  );
}
