import { Checkbox } from '@mantine/core';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  nextFullHour,
  type PickedUp,
  type PickUp,
  pickUpsQuery,
  pickUpWorkspaces,
  type Subscription,
} from '../../../api/cloud-accounts';
import { useSubmitIntention } from '../../../api/idempotency';
import { useFreshSettlement } from '../../../api/settlement';
import { formatSoon, formatTime } from '../../../i18n/format';
import { Banner } from '../../../ui/banner';
import { Button } from '../../../ui/button';
import { Dialog } from '../../../ui/dialog';
import { Failing } from '../../../ui/failing';
import { BusyButton } from '../../../ui/form/busy-button';
import { sentenceOf } from '../../../ui/form/form-failure';
import { Loading } from '../../../ui/loading';
import { Refusal } from '../../../ui/payer-change';
import { useNow } from '../usage/use-now';
import classes from './cloud-accounts.module.css';

type Props = {
  subscription: Subscription;
  opened: boolean;
  onClose: () => void;
  onDone: (answer: PickedUp) => void;
};

/** The workspaces whose subscription has ended, and one confirmation for all that are ticked. */
export function PickUpDialog({ subscription, opened, onClose, onDone }: Props) {
  const { t } = useTranslation();
  const now = useNow();
  const intention = useSubmitIntention();
  const refresh = useFreshSettlement();
  const list = useInfiniteQuery({ ...pickUpsQuery(subscription.id), enabled: opened });
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  // What is not wanted, so that what is loaded later is ticked as well.
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const ticked = rows.filter(({ workspace }) => !left.has(workspace.id));
  const everything = left.size === 0;
  const count = everything && list.hasNextPage ? Math.max(subscription.workspacesWaiting, rows.length) : ticked.length;
  const account = subscription.payer.awsAccount;

  const pickUp = useMutation({
    mutationFn: () => {
      const body = everything ? {} : { workspaceIds: ticked.map(({ workspace }) => workspace.id) };
      return intention.run(body, (key) => pickUpWorkspaces(subscription.id, body, key));
    },
    onSuccess: async (answer) => {
      setLeft(new Set());
      onDone(answer);
      await refresh();
    },
    onError: () => refresh(),
  });

  function close() {
    if (pickUp.isPending) return;
    pickUp.reset();
    setLeft(new Set());
    onClose();
  }
  function tick(id: string, wanted: boolean) {
    const next = new Set(left);
    if (wanted) next.delete(id);
    else next.add(id);
    setLeft(next);
  }

  function body(): ReactNode {
    if (!list.data) {
      if (!list.error) return <Loading />;
      return <Failing error={list.error} retrying={list.isFetching} onRetry={() => void list.refetch()} />;
    }
    if (rows.length === 0) return <p>{t('cloudAccounts.pickUp.none')}</p>;
    return (
      <>
        {pickUp.error ? (
          <Refusal>
            <Banner kind="refused">{sentenceOf(pickUp.error, t)}</Banner>
          </Refusal>
        ) : null}
        <p className={classes.dialogText}>{t('cloudAccounts.pickUp.lead')}</p>
        <fieldset className={classes.ticks}>
          <legend className="visually-hidden">{t('cloudAccounts.pickUp.legend')}</legend>
          {rows.length > 1 && !list.hasNextPage ? (
            <Checkbox
              label={t('cloudAccounts.pickUp.all')}
              checked={ticked.length === rows.length}
              indeterminate={ticked.length > 0 && ticked.length < rows.length}
              onChange={(event) =>
                setLeft(event.currentTarget.checked ? new Set() : new Set(rows.map(({ workspace }) => workspace.id)))
              }
            />
          ) : null}
          {rows.map((row) => (
            <Checkbox
              key={row.workspace.id}
              label={row.workspace.name}
              description={<Facts row={row} now={now} />}
              checked={!left.has(row.workspace.id)}
              onChange={(event) => tick(row.workspace.id, event.currentTarget.checked)}
            />
          ))}
        </fieldset>
        {list.hasNextPage ? (
          <div className={classes.more}>
            <BusyButton
              type="button"
              size="sm"
              variant="outline"
              busy={list.isFetchingNextPage}
              busyText={t('cloudAccounts.loadingMore')}
              onClick={() => void list.fetchNextPage()}
            >
              {t('cloudAccounts.more')}
            </BusyButton>
            <p>{t('cloudAccounts.pickUp.loaded')}</p>
          </div>
        ) : null}
        <Banner kind="note">
          {subscription.state === 'PENDING'
            ? t('cloudAccounts.pickUp.fromOnce', { account })
            : t('cloudAccounts.pickUp.fromHour', { account, time: formatTime(nextFullHour(now)) })}
        </Banner>
      </>
    );
  }

  const footer = (
    <>
      {rows.length > 0 ? (
        <BusyButton
          type="button"
          size="md"
          busy={pickUp.isPending}
          busyText={t('cloudAccounts.pickUp.confirming')}
          {...(count > 0 ? {} : { waitsFor: 'tick-first' })}
          onClick={() => count > 0 && pickUp.mutate()}
        >
          {t('cloudAccounts.pickUp.confirm', { count })}
        </BusyButton>
      ) : null}
      <Button variant="outline" onClick={close}>
        {t('ui.cancel')}
      </Button>
      {rows.length > 0 && count === 0 ? (
        <span id="tick-first" className={classes.waits}>
          {t('cloudAccounts.pickUp.chooseFirst')}
        </span>
      ) : null}
    </>
  );

  // While it closes it shows what it showed.
  const shown = { footer, children: body() };
  const last = useRef(shown);
  if (opened) last.current = shown;
  return (
    <Dialog opened={opened} onClose={close} title={t('cloudAccounts.pickUp.title', { account })} {...last.current} />
  );
}

function Facts({ row: { workspace, endedPayer }, now }: { row: PickUp; now: number }) {
  const { t } = useTranslation();
  const { site, state, buffer } = workspace;
  const locks =
    state === 'LOCKED'
      ? t('cloudAccounts.pickUp.locked')
      : buffer
        ? t('cloudAccounts.pickUp.locksOn', { time: formatSoon(buffer.locksAt, now) })
        : '';
  const before = endedPayer ? t('cloudAccounts.pickUp.before', { account: endedPayer.awsAccount }) : '';
  return [site.name, before, locks].filter(Boolean).join(' · ');
}
