import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { bindWorkspace, type Candidate, candidateQuery } from '../../../api/binding';
import { serverNow } from '../../../api/clock';
import { useSubmitIntention } from '../../../api/idempotency';
import type { Onboarding } from '../../../api/onboardings';
import { isProblem } from '../../../api/problem';
import type { Workspace } from '../../../api/workspaces';
import { formatDay, formatInstant, formatLocalTime, formatTime } from '../../../i18n/format';
import { Banner } from '../../../ui/banner';
import { Button } from '../../../ui/button';
import { Dialog } from '../../../ui/dialog';
import { Failing } from '../../../ui/failing';
import { BusyButton } from '../../../ui/form/busy-button';
import { sentenceOf } from '../../../ui/form/form-failure';
import { Loading } from '../../../ui/loading';
import { ChangeTime, Note, Notes, PayerPair, Refusal } from '../../../ui/payer-change';
import { licenceOf, payerInSentence, paysNow, untilTheChange } from './payer-words';

type Props = {
  onboarding: Onboarding;
  /** The workspace that is about to be bound. */
  workspace: Workspace | undefined;
  onClose: () => void;
  onBound: (candidate: Candidate) => Promise<void>;
  /** Reads again what the server says. */
  onRefused: () => Promise<void>;
  onFailure: (error: unknown) => boolean;
};

/** What binding will change, as of now, before it is confirmed. */
export function BindPreview({ onboarding, workspace, onClose, onBound, onRefused, onFailure }: Props) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const intention = useSubmitIntention();
  const opened = workspace !== undefined;
  const query = candidateQuery(onboarding.id, workspace?.id ?? '');
  const { data, error, isFetching, isPlaceholderData, refetch } = useQuery({ ...query, enabled: opened });

  const bind = useMutation({
    mutationFn: (id: string) => intention.run({ id }, (key) => bindWorkspace(onboarding.id, id, key)),
    onSuccess: onBound,
    onError: (refusal) => {
      // Somebody was quicker, or this was another tab: what is shown is no longer so.
      if (!onFailure(refusal)) void onRefused();
    },
  });

  // Once the hour that the preview names has begun, the change would come an hour later.
  const from = data?.change?.effectiveFrom;
  useEffect(() => {
    if (!opened || !from) return;
    const left = Date.parse(from) - serverNow();
    const timer = setTimeout(
      () => void queryClient.invalidateQueries({ queryKey: query.queryKey }),
      Math.max(left, 1_000),
    );
    return () => clearTimeout(timer);
  }, [opened, from, queryClient, query.queryKey]);

  function close() {
    if (bind.isPending) return;
    bind.reset();
    onClose();
  }

  const bindable = data?.status === 'BINDABLE';
  const footer =
    bindable && workspace ? (
      <>
        <BusyButton
          type="button"
          size="md"
          busy={bind.isPending}
          busyText={t('binding.preview.binding')}
          onClick={() => bind.mutate(workspace.id)}
        >
          {t('binding.preview.confirm')}
        </BusyButton>
        <Button variant="outline" onClick={close}>
          {t('ui.cancel')}
        </Button>
      </>
    ) : (
      <Button variant="outline" onClick={close}>
        {t('ui.close')}
      </Button>
    );

  function body(): ReactNode {
    if (error && !data) return <Failing error={error} retrying={isFetching} onRetry={() => void refetch()} />;
    if (!data || isPlaceholderData) return <Loading />;
    return (
      <>
        {bind.error && !(isProblem(bind.error, 'bound-here') && data.status === 'BOUND') ? (
          <Refusal>
            <Banner kind="refused">{sentenceOf(bind.error, t)}</Banner>
          </Refusal>
        ) : null}
        {data.status === 'BINDABLE' ? <Change candidate={data} onboarding={onboarding} /> : null}
        {data.status === 'BOUND' ? (
          <Banner kind="done">{t('binding.preview.alreadyBound', { account: onboarding.payer.awsAccount })}</Banner>
        ) : null}
        {data.status === 'REFUSED' ? <Banner kind="note">{data.refusal?.detail}</Banner> : null}
      </>
    );
  }

  // While it closes it shows what it showed.
  const shown = { title: t('binding.preview.title', { name: workspace?.name ?? '' }), footer, children: body() };
  const last = useRef(shown);
  if (opened) last.current = shown;
  return <Dialog opened={opened} onClose={close} {...last.current} />;
}

function Change({ candidate, onboarding }: { candidate: Candidate; onboarding: Onboarding }) {
  const { t } = useTranslation();
  const { workspace, change } = candidate;
  const { settlement, state } = workspace;
  if (!change) return null;
  const { willPay, effectiveFrom, changeableAgainAt } = change;
  const until = untilTheChange(candidate);
  const payer = payerInSentence(settlement, t) ?? '';
  const account = willPay.awsAccount;

  function paysNowTitle(): string {
    return settlement.method === 'UNSETTLED' ? t('binding.workspaces.nobody') : paysNow(workspace, t);
  }
  function paysNowDetail(): string | undefined {
    if (settlement.method === 'ENTERPRISE_ACCOUNT') return onboarding.enterpriseAccount?.username;
    if (settlement.method === 'SUBSCRIPTION' && settlement.payer) {
      const over = ['ENDING', 'ENDED'].includes(settlement.payer.subscriptionState);
      return [licenceOf(settlement.payer), over ? t('binding.preview.ended') : ''].filter(Boolean).join(' · ');
    }
    if (settlement.waitingFor) return paysNow(workspace, t);
    if (state === 'BUFFER') return t('binding.preview.inBuffer');
    return state === 'LOCKED' ? t('binding.preview.locked') : t('binding.preview.notYet');
  }
  function untilText(): string {
    if (until === 'firstPayer') return t('binding.preview.firstPayer', { account });
    if (until === 'awaits') return t('binding.preview.awaits', { payer });
    if (until === 'awaitsNobody' || !effectiveFrom) return t('binding.preview.awaitsNobody');
    const time = formatTime(effectiveFrom);
    if (until === 'beforeNobody') return t('binding.preview.beforeNobody', { time });
    const local = formatLocalTime(effectiveFrom);
    return local
      ? t('binding.preview.beforeLocal', { time, local, payer })
      : t('binding.preview.before', { time, payer });
  }
  function changeText(): string {
    if (!effectiveFrom) return t('binding.preview.onceConfirmed');
    return until === 'firstPayer' ? t('binding.preview.atOnce') : formatInstant(effectiveFrom);
  }
  const { upcoming } = settlement;
  const upcomingPayer = upcoming ? payerInSentence(upcoming, t) : undefined;
  return (
    <>
      <PayerPair
        now={{ title: paysNowTitle(), detail: paysNowDetail() }}
        next={{ title: t('binding.workspaces.aws', { account }), detail: licenceOf(willPay) }}
      />
      <ChangeTime
        when={changeText()}
        payer={t('binding.workspaces.aws', { account })}
        atOnce={until === 'firstPayer'}
      />
      <Notes>
        <Note icon="clock">{untilText()}</Note>
        {upcoming ? (
          <Note icon="info">
            {upcomingPayer
              ? t('binding.preview.upcoming', { payer: upcomingPayer, time: formatInstant(upcoming.from) })
              : t('binding.preview.upcomingNobody', { time: formatInstant(upcoming.from) })}
          </Note>
        ) : null}
        {/* Where nobody has paid there is nobody to go back to. */}
        {change.atOnce ? null : <Note icon="undo">{t('binding.preview.undo')}</Note>}
        <Note icon="swap">
          {t('binding.preview.monthly', { day: formatDay(changeableAgainAt, workspace.site.billingDayZone) })}
        </Note>
      </Notes>
    </>
  );
}
