import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { serverNow } from '../../../api/clock';
import { confirmSubscription, type PickedUp, type Subscription, subscriptionQuery } from '../../../api/cloud-accounts';
import { useSubmitIntention } from '../../../api/idempotency';
import { useFreshSettlement } from '../../../api/settlement';
import { isUnpaid, type Workspace, workspacesQuery } from '../../../api/workspaces';
import { formatDay, formatInstant, formatSoon } from '../../../i18n/format';
import { paths } from '../../../paths';
import { announce } from '../../../ui/announce';
import { Badge, type Tone } from '../../../ui/badge';
import { Banner } from '../../../ui/banner';
import { Button } from '../../../ui/button';
import { BusyButton } from '../../../ui/form/busy-button';
import { sentenceOf } from '../../../ui/form/form-failure';
import type { IconName } from '../../../ui/icon';
import { isChosen } from '../workspace-table';
import classes from './cloud-accounts.module.css';
import { FinalHourProof } from './final-hour-proof';
import { PaidWorkspaces } from './paid-workspaces';
import { PickUpDialog } from './pick-up-dialog';

const route = getRouteApi(paths.cloudAccounts);

type Props = { subscription: Subscription; username: string };

const DAY_MILLIS = 86_400_000;
const RECENT_DAYS = 30;

const mayPay = ({ state }: Subscription) => state === 'LIVE' || state === 'PENDING';
const isEnding = ({ state }: Subscription) => state === 'ENDING' || state === 'ENDED';

/** Whether more is told of it without being asked: of those that live, and of those that have ended lately. */
function isTold({ state, endsAt }: Subscription): boolean {
  if (state === 'LIVE' || state === 'ENDING') return true;
  return endsAt !== undefined && serverNow() - Date.parse(endsAt) < RECENT_DAYS * DAY_MILLIS;
}

/** One purchase: how it stands, what it pays for, and what waits for somebody here. */
export function SubscriptionBlock({ subscription: listed, username }: Props) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const detail = useQuery({ ...subscriptionQuery(listed.id), enabled: opened || isTold(listed) });
  // The list is as new; it only leaves some things out.
  const { entitled, finalHour } = detail.data ?? {};
  const subscription = {
    ...listed,
    ...(entitled === undefined ? {} : { entitled }),
    ...(finalHour ? { finalHour } : {}),
  };
  const { payer, state, offered, workspaces } = subscription;
  return (
    <article className={classes.subscription} aria-label={[payer.productName, payer.licence].filter(Boolean).join(' ')}>
      <div className={classes.head}>
        <h3>
          {payer.productName}{' '}
          {payer.licence ? <span>{t('cloudAccounts.licence', { licence: payer.licence })}</span> : null}
        </h3>
        <span className={classes.badges}>
          {payer.freeTrial ? (
            <Badge tone="plain" icon="info">
              {t('cloudAccounts.trial')}
            </Badge>
          ) : null}
          <StateOf subscription={subscription} />
        </span>
      </div>
      <Facts subscription={subscription} />
      {offered ? <Offer subscription={subscription} username={username} /> : null}
      {!offered && mayPay(subscription) ? <PickUps subscription={subscription} /> : null}
      {workspaces > 0 || (state === 'PENDING' && !offered) ? <PaidWorkspaces subscription={subscription} /> : null}
      {isEnding(subscription) ? (
        <FinalHourProof query={detail} open={state === 'ENDING'} onOpen={() => setOpened(true)} />
      ) : null}
    </article>
  );
}

const signs: Record<string, [Tone, IconName]> = {
  PENDING: ['wait', 'clock'],
  LIVE: ['good', 'check'],
  ENDING: ['wait', 'clock'],
  ENDED: ['plain', 'cross'],
  FAILED: ['bad', 'cross'],
};

function StateOf({ subscription: { state, offered, endsAt, since } }: { subscription: Subscription }) {
  const { t } = useTranslation();
  const [tone, icon] = offered ? (['wait', 'clock'] as const) : (signs[state] ?? (['plain', 'info'] as const));
  function text(): string {
    if (offered) return t('cloudAccounts.states.offered');
    // A state that this page has not heard of keeps the server's own word.
    return state in signs ? t(`cloudAccounts.states.${state}`, { day: formatDay(endsAt ?? since) }) : state;
  }
  return (
    <Badge tone={tone} icon={icon}>
      {text()}
    </Badge>
  );
}

function Facts({ subscription }: { subscription: Subscription }) {
  const { t } = useTranslation();
  const { payer, state, since, knownSince, liveAt, endsAt, entitled, workspaces, finalHour, offered } = subscription;
  if (state === 'PENDING') {
    return offered ? null : (
      <p className={classes.facts}>{t('cloudAccounts.pendingText', { time: formatInstant(knownSince) })}</p>
    );
  }
  if (state === 'FAILED') return <p className={classes.facts}>{t('cloudAccounts.failedText')}</p>;
  if (state === 'ENDING' || state === 'ENDED') {
    const accepted = finalHour?.records.find((record) => record.state === 'ACCEPTED');
    return (
      <p className={classes.facts}>
        {t('cloudAccounts.endedText', { time: formatInstant(endsAt ?? since) })}{' '}
        {accepted ? t('cloudAccounts.lastAccepted', { time: formatInstant(accepted.hour) }) : null}{' '}
        <Unpaid payer={payer} />
      </p>
    );
  }
  const kind =
    entitled === undefined
      ? t('cloudAccounts.payAsYouGo')
      : t(entitled ? 'cloudAccounts.contract' : 'cloudAccounts.contractNothing');
  const pays = workspaces > 0 ? t('cloudAccounts.paysFor', { count: workspaces }) : t('cloudAccounts.paysForNone');
  return (
    <>
      <p className={classes.facts}>
        {[kind, t('cloudAccounts.since', { day: formatDay(liveAt ?? since) }), offered ? '' : pays]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {payer.freeTrial ? <p className={classes.facts}>{t('cloudAccounts.trialText')}</p> : null}
    </>
  );
}

/** What it paid for and nobody has come to pay for since, if that is among the newest workspaces. */
function Unpaid({ payer }: Pick<Subscription, 'payer'>) {
  const { t } = useTranslation();
  const { data } = useQuery(workspacesQuery(undefined));
  const isIts = ({ buffer }: Workspace) =>
    buffer?.endedPayer?.awsAccount === payer.awsAccount &&
    buffer.endedPayer.licence === payer.licence &&
    buffer.endedPayer.product === payer.product;
  if (!data?.items.some((one) => isUnpaid(one) && !isChosen(one) && isIts(one))) return null;
  return (
    <>
      {t('cloudAccounts.unpaid')} <Link to={paths.workspaces}>{t('cloudAccounts.choosePayer')}</Link>
    </>
  );
}

/** AWS told of it, and it looks like the customer's own. */
function Offer({ subscription, username }: Props) {
  const { t } = useTranslation();
  const intention = useSubmitIntention();
  const refresh = useFreshSettlement();
  const confirm = useMutation({
    mutationFn: () => intention.run(subscription.id, (key) => confirmSubscription(subscription.id, key)),
    onSuccess: async ({ payer }) => {
      await refresh();
      announce(t('cloudAccounts.offer.confirmed', { account: payer.awsAccount }));
    },
    onError: () => refresh(),
  });
  return (
    <div className={classes.waiting} data-tone="wait">
      <h4>{t('cloudAccounts.offer.title')}</h4>
      <p>{t('cloudAccounts.offer.text', { username })}</p>
      <BusyButton
        type="button"
        size="sm"
        variant="outline"
        busy={confirm.isPending}
        busyText={t('cloudAccounts.offer.confirming')}
        onClick={() => confirm.mutate()}
      >
        {t('cloudAccounts.offer.confirm')}
      </BusyButton>
      {confirm.isError ? (
        <p role="alert" className={classes.problem}>
          {sentenceOf(confirm.error, t)}
        </p>
      ) : null}
    </div>
  );
}

/** The workspaces that wait for a payer since theirs has ended, and what became of them. */
function PickUps({ subscription }: { subscription: Subscription }) {
  const { t } = useTranslation();
  const { pickUp } = route.useSearch();
  const navigate = route.useNavigate();
  const [done, setDone] = useState<PickedUp>();
  const asking = pickUp === subscription.id;
  /** What is asked stands in the address, so that a link may ask it. */
  function ask(asked: boolean) {
    void navigate({ search: asked ? { pickUp: subscription.id } : {}, replace: true, resetScroll: false });
  }
  const { workspacesWaiting: count } = subscription;
  return (
    <>
      {done ? <Done answer={done} account={subscription.payer.awsAccount} /> : null}
      {count > 0 ? (
        <div className={classes.waiting} data-tone="wait">
          <p>{t('cloudAccounts.pickUp.waiting', { count })}</p>
          <Button size="sm" variant="outline" aria-haspopup="dialog" onClick={() => ask(true)}>
            {t('cloudAccounts.pickUp.open')}
          </Button>
        </div>
      ) : null}
      <PickUpDialog
        subscription={subscription}
        opened={asking}
        onClose={() => ask(false)}
        onDone={(answer) => {
          ask(false);
          setDone(answer);
        }}
      />
    </>
  );
}

function Done({ answer: { pickedUp: count, effectiveFrom, leftOut }, account }: { answer: PickedUp; account: string }) {
  const { t } = useTranslation();
  return (
    <div role="status">
      <Banner kind="done">
        <Trans
          i18nKey={effectiveFrom ? 'cloudAccounts.pickUp.done' : 'cloudAccounts.pickUp.doneOnce'}
          count={count}
          values={{ count, account, time: effectiveFrom ? formatSoon(effectiveFrom, serverNow()) : '' }}
          components={{ b: <b /> }}
        />
        {leftOut.length > 0 ? <p>{t('cloudAccounts.pickUp.leftOut', { count: leftOut.length })}</p> : null}
      </Banner>
    </div>
  );
}
