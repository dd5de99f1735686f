import { useMutation, useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSubmitIntention } from '../../../api/idempotency';
import { isProblem } from '../../../api/problem';
import type { Session } from '../../../api/session';
import {
  changeSettlement,
  optionKey,
  type SettlementChange,
  type SettlementOption,
  type SettlementOptions,
  settlementOptionsQuery,
  useFreshSettlement,
} from '../../../api/settlement';
import type { Workspace } from '../../../api/workspaces';
import { formatDay, formatTime } from '../../../i18n/format';
import { announce } from '../../../ui/announce';
import { Banner } from '../../../ui/banner';
import { Button } from '../../../ui/button';
import { Dialog } from '../../../ui/dialog';
import { Failing } from '../../../ui/failing';
import { BusyButton } from '../../../ui/form/busy-button';
import { sentenceOf } from '../../../ui/form/form-failure';
import { RadioCard, RadioCards } from '../../../ui/form/radio-card';
import { Loading } from '../../../ui/loading';
import { Refusal } from '../../../ui/payer-change';
import { ChangePreview, useOptionName } from './change-preview';
import classes from './settlement.module.css';
import { SubscribeLinks } from './subscribe-link';

type Props = {
  workspace: Workspace;
  session: Session | undefined;
  opened: boolean;
  /** Whose preview it opens with; where there is none it asks first who is to pay. */
  start?: string | undefined;
  onClose: () => void;
};

/** Change Settlement Method: who is to pay, then what that changes and from which hour, then Confirm. */
export function ChangeDialog({ workspace, session, opened, start, onClose }: Props) {
  const { t } = useTranslation();
  const nameOf = useOptionName();
  const intention = useSubmitIntention();
  const refresh = useFreshSettlement();
  const { data, error, isFetching, refetch } = useQuery({
    ...settlementOptionsQuery(workspace.id),
    enabled: opened,
  });
  const [picked, setPicked] = useState<string>();
  const [previewed, setPreviewed] = useState<string>();
  const shownKey = start ?? previewed;
  const option = data?.items.find((one) => optionKey(one) === shownKey);

  const change = useMutation({
    mutationFn: (body: SettlementChange) => intention.run(body, (key) => changeSettlement(workspace.id, body, key)),
    onSuccess: async (answer, { method, subscriptionId }) => {
      const payer = data?.items.find((one) => one.method === method && one.subscriptionId === subscriptionId);
      close();
      await refresh(answer);
      if (payer) announce(t('settlement.done.changed', { payer: nameOf(payer), name: workspace.name }));
    },
    // Somebody was quicker, or this was another tab: what is shown is no longer so.
    onError: () => refresh(),
  });

  function close() {
    setPicked(undefined);
    setPreviewed(undefined);
    change.reset();
    onClose();
  }
  function confirm({ method, subscriptionId }: SettlementOption) {
    if (method === 'UNSETTLED') return;
    change.mutate({ method, ...(subscriptionId ? { subscriptionId } : {}) });
  }

  // The question has become another: who reads along is told so, and starts at its top.
  const stage = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (previewed) stage.current?.focus();
  }, [previewed]);

  function title(): string {
    const { name, state } = workspace;
    if (!option) return t('settlement.dialog.title', { name });
    const locked = state === 'LOCKED';
    if (option.method === 'ENTERPRISE_ACCOUNT') {
      return t(`settlement.dialog.${locked ? 'titleUnlockEnterprise' : 'titleEnterprise'}`, { name });
    }
    const account = option.payer?.awsAccount ?? '';
    return t(`settlement.dialog.${locked ? 'titleUnlock' : 'titleAws'}`, { name, account });
  }

  function footer(): ReactNode {
    if (option) {
      return (
        <>
          {option.status === 'POSSIBLE' ? (
            <BusyButton
              type="button"
              size="md"
              busy={change.isPending}
              busyText={t('settlement.dialog.changing')}
              onClick={() => confirm(option)}
            >
              {t('settlement.dialog.confirm')}
            </BusyButton>
          ) : null}
          <Button
            variant="outline"
            onClick={() => {
              if (change.isPending) return;
              if (start) return close();
              change.reset();
              setPreviewed(undefined);
            }}
          >
            {start ? t('ui.cancel') : t('settlement.dialog.back')}
          </Button>
        </>
      );
    }
    return (
      <>
        <BusyButton
          type="button"
          size="md"
          busy={false}
          busyText=""
          {...(picked ? {} : { waitsFor: 'choose-first' })}
          onClick={() => picked && setPreviewed(picked)}
        >
          {t('settlement.dialog.continue')}
        </BusyButton>
        <Button variant="outline" onClick={close}>
          {t('ui.cancel')}
        </Button>
        {picked ? null : (
          <span id="choose-first" className={classes.waits}>
            {t('settlement.dialog.chooseFirst')}
          </span>
        )}
      </>
    );
  }

  function body(): ReactNode {
    if (!data) {
      if (!error) return <Loading />;
      return (
        <Failing
          error={error}
          title={t('settlement.optionsFailed')}
          retrying={isFetching}
          onRetry={() => void refetch()}
        />
      );
    }
    if (!option) {
      return <Options workspace={workspace} session={session} options={data} picked={picked} onPick={setPicked} />;
    }
    return (
      <div ref={stage} tabIndex={-1} style={{ outline: 'none' }}>
        {change.error && !(isProblem(change.error, 'bound-here') && option.status === 'PAYS') ? (
          <Refusal>
            <Banner kind="refused">{sentenceOf(change.error, t)}</Banner>
          </Refusal>
        ) : null}
        {option.status === 'POSSIBLE' ? (
          <ChangePreview workspace={workspace} session={session} option={option} />
        ) : null}
        {option.status === 'PAYS' ? (
          <Banner kind="done">{t('settlement.dialog.already', { payer: nameOf(option) })}</Banner>
        ) : null}
        {option.status === 'REFUSED' ? (
          <Banner kind="note">{option.refusal?.detail ?? t('settlement.dialog.notNow')}</Banner>
        ) : null}
      </div>
    );
  }

  // While it closes it shows what it showed.
  const shown = { title: title(), footer: footer(), children: body() };
  const last = useRef(shown);
  if (opened) last.current = shown;
  return <Dialog opened={opened} onClose={() => !change.isPending && close()} {...last.current} />;
}

type OptionsProps = Pick<Props, 'workspace' | 'session'> & {
  options: SettlementOptions;
  picked: string | undefined;
  onPick: (key: string) => void;
};

/** Everybody who may come to pay, and why who may not cannot. */
function Options({ workspace, session, options, picked, onPick }: OptionsProps) {
  const { t } = useTranslation();
  const nameOf = useOptionName();
  const { items, marketplaceUrls } = options;
  const registered = items.filter(({ method }) => method === 'SUBSCRIPTION');
  const itself = items.filter(({ method }) => method === 'ENTERPRISE_ACCOUNT');
  const zone = workspace.site.billingDayZone;

  function from({ status, effectiveFrom, changeableAgainAt, refusal }: SettlementOption): string {
    if (status === 'REFUSED') return refusal?.detail ?? t('settlement.dialog.notNow');
    if (status === 'PAYS') return t('settlement.dialog.pays');
    const again = changeableAgainAt
      ? ` ${t('settlement.dialog.again', { day: formatDay(changeableAgainAt, zone) })}`
      : '';
    return effectiveFrom
      ? t('settlement.dialog.from', { time: formatTime(effectiveFrom) }) + again
      : t('settlement.dialog.fromOnce') + again;
  }
  const card = (option: SettlementOption, what: ReactNode) => (
    <RadioCard
      key={optionKey(option)}
      name="payer"
      value={optionKey(option)}
      checked={picked === optionKey(option)}
      disabled={option.status !== 'POSSIBLE'}
      onChange={() => onPick(optionKey(option))}
      title={nameOf(option)}
    >
      <span className={classes.facts}>{what}</span>
      <span className={classes.facts}>{from(option)}</span>
    </RadioCard>
  );
  return (
    <>
      <RadioCards
        id="registered"
        legend={t('settlement.dialog.registered')}
        hint={t(registered.length > 0 ? 'settlement.dialog.registeredHint' : 'settlement.dialog.registeredNone')}
        error={null}
      >
        {registered.map((option) => {
          const { payer, workspaces = 0 } = option;
          const licence = [payer?.productName, payer?.licence].filter(Boolean).join(' ');
          return card(
            option,
            workspaces > 0 ? `${licence} · ${t('settlement.dialog.paysFor', { count: workspaces })}` : licence,
          );
        })}
      </RadioCards>
      {marketplaceUrls.length > 0 ? (
        <div className={classes.group}>
          <h3>{t('settlement.dialog.another')}</h3>
          <p>{t('settlement.cards.againText')}</p>
          <SubscribeLinks workspaceId={workspace.id} options={options} />
        </div>
      ) : null}
      {itself.length > 0 ? (
        <div className={classes.group}>
          <RadioCards id="itself" legend={t('settlement.dialog.itself')} error={null}>
            {itself.map((option) =>
              card(option, t('settlement.dialog.itselfText', { username: session?.enterpriseAccount.username ?? '' })),
            )}
          </RadioCards>
        </div>
      ) : null}
    </>
  );
}
