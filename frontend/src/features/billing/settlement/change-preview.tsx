import { useTranslation } from 'react-i18next';
import { isOver } from '../../../api/onboardings';
import type { Session } from '../../../api/session';
import type { SettlementOption } from '../../../api/settlement';
import type { Settlement, Workspace } from '../../../api/workspaces';
import { formatDay, formatInstant, formatLocalTime, formatTime } from '../../../i18n/format';
import { ChangeTime, Note, Notes, PayerPair } from '../../../ui/payer-change';
import { usePayerName } from '../workspace-table';

/** Who would pay, in a word or two. */
export function useOptionName(): (option: Pick<SettlementOption, 'method' | 'payer'>) => string {
  return usePayerName();
}

type Props = { workspace: Workspace; session: Session | undefined; option: SettlementOption };

/** What a change of who pays changes, from which hour, before it is confirmed. */
export function ChangePreview({ workspace, session, option }: Props) {
  const { t } = useTranslation();
  const nameOf = useOptionName();
  const { settlement, state, site } = workspace;
  const { payer, effectiveFrom, changeableAgainAt } = option;
  const username = session?.enterpriseAccount.username;
  const now = payerInSentence(settlement);

  function payerInSentence({ method, payer: paying }: Pick<Settlement, 'method' | 'payer'>): string | undefined {
    if (method === 'ENTERPRISE_ACCOUNT') return t('binding.preview.enterpriseAccount');
    return method === 'SUBSCRIPTION' && paying ? t('binding.preview.aws', { account: paying.awsAccount }) : undefined;
  }
  function detailNow(): string | undefined {
    const { method, payer: paying, waitingFor } = settlement;
    if (method === 'ENTERPRISE_ACCOUNT') return username;
    if (paying)
      return [licenceOf(paying), isOver(paying) ? t('binding.preview.ended') : ''].filter(Boolean).join(' · ');
    if (waitingFor) return t('binding.workspaces.waits', { account: waitingFor.awsAccount });
    if (state === 'BUFFER') return t('binding.preview.inBuffer');
    return state === 'LOCKED' ? t('binding.preview.locked') : t('binding.preview.notYet');
  }
  function untilText(): string {
    if (!effectiveFrom) return now ? t('binding.preview.awaits', { payer: now }) : t('binding.preview.awaitsNobody');
    const time = formatTime(effectiveFrom);
    if (!now) return t('binding.preview.beforeNobody', { time });
    const local = formatLocalTime(effectiveFrom);
    return local
      ? t('binding.preview.beforeLocal', { time, local, payer: now })
      : t('binding.preview.before', { time, payer: now });
  }
  function opensText(): string | undefined {
    if (state === 'LOCKED') {
      return effectiveFrom
        ? t('settlement.dialog.opens', { time: formatTime(effectiveFrom) })
        : t('settlement.dialog.opensOnce');
    }
    return state === 'BUFFER' && effectiveFrom ? t('settlement.dialog.goesOn') : undefined;
  }
  const opens = opensText();
  // A chain that goes on already is changed by the change: what was decided is told before it is gone.
  const { upcoming } = settlement;
  const upcomingPayer = upcoming ? payerInSentence(upcoming) : undefined;
  return (
    <>
      <PayerPair
        now={{ title: nameOf(settlement), detail: detailNow() }}
        next={{
          title: nameOf(option),
          detail: payer ? licenceOf(payer) : (username ?? t('settlement.dialog.itselfDetail')),
        }}
      />
      <ChangeTime
        when={effectiveFrom ? formatInstant(effectiveFrom) : t('binding.preview.onceConfirmed')}
        payer={nameOf(option)}
      />
      <Notes>
        <Note icon="clock">{untilText()}</Note>
        {opens ? <Note icon="check">{opens}</Note> : null}
        {option.method === 'ENTERPRISE_ACCOUNT' ? <Note icon="receipt">{t('settlement.dialog.recorded')}</Note> : null}
        {upcoming ? (
          <Note icon="info">
            {upcomingPayer
              ? t('binding.preview.upcoming', { payer: upcomingPayer, time: formatInstant(upcoming.from) })
              : t('binding.preview.upcomingNobody', { time: formatInstant(upcoming.from) })}
          </Note>
        ) : null}
        <Note icon="undo">{t('settlement.dialog.undo')}</Note>
        {changeableAgainAt ? (
          <Note icon="swap">
            {t('binding.preview.monthly', { day: formatDay(changeableAgainAt, site.billingDayZone) })}
          </Note>
        ) : null}
      </Notes>
    </>
  );
}

const licenceOf = ({ productName, licence }: NonNullable<SettlementOption['payer']>) =>
  [productName, licence].filter(Boolean).join(' ');
