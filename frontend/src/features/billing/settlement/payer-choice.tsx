import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Session } from '../../../api/session';
import { optionKey, type SettlementOption, type SettlementOptions } from '../../../api/settlement';
import type { Workspace } from '../../../api/workspaces';
import { formatTime } from '../../../i18n/format';
import { Button } from '../../../ui/button';
import { ChangeDialog } from './change-dialog';
import { DissolveDialog } from './dissolve-dialog';
import classes from './settlement.module.css';
import { SubscribeLinks } from './subscribe-link';

type Props = { workspace: Workspace; session: Session | undefined; options: SettlementOptions };

/** Choose who pays, or Unlock Now: a card for each who may. Nothing changes before the preview is confirmed. */
export function PayerChoice({ workspace, session, options }: Props) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<string>();
  const { state } = workspace;
  const [first] = options.items.filter(({ status, method }) => status === 'POSSIBLE' && method === 'SUBSCRIPTION');
  const paying = options.items.filter(({ method }) => method === 'SUBSCRIPTION');
  const itself = options.items.find(({ method }) => method === 'ENTERPRISE_ACCOUNT');
  const username = session?.enterpriseAccount.username ?? '';

  function textOf({ payer, workspaces = 0, effectiveFrom }: SettlementOption): string {
    if (!effectiveFrom) return t('settlement.cards.pending');
    const pays = t('settlement.cards.live', { count: workspaces });
    return payer ? `${pays} ${t('settlement.cards.takesOver', { time: formatTime(effectiveFrom) })}` : '';
  }
  function buttonText({ payer }: SettlementOption): string {
    const account = payer?.awsAccount ?? '';
    return state === 'LOCKED'
      ? t('settlement.cards.unlockWith', { account })
      : t('settlement.cards.letPay', { account });
  }

  return (
    <section className={classes.choice} aria-labelledby="choose-payer">
      <h2 id="choose-payer">{t(state === 'LOCKED' ? 'settlement.unlock' : 'settlement.choose')}</h2>
      <ul className={classes.cards}>
        {paying.map((option) => (
          <li key={optionKey(option)} className={classes.card} data-first={option === first || undefined}>
            <h3>{t('settlement.aws', { account: option.payer?.awsAccount ?? '' })}</h3>
            <p className={classes.licence}>
              {[option.payer?.productName, option.payer?.licence].filter(Boolean).join(' ')}
            </p>
            <Why option={option} text={textOf(option)} />
            {option.status === 'POSSIBLE' ? (
              <Button
                variant={option === first ? 'filled' : 'outline'}
                aria-haspopup="dialog"
                onClick={() => setChosen(optionKey(option))}
              >
                {buttonText(option)}
              </Button>
            ) : null}
          </li>
        ))}
        {options.marketplaceUrls.length > 0 ? (
          <li className={classes.card} data-first={first === undefined || undefined}>
            <h3>{t('settlement.cards.again')}</h3>
            <p>{t('settlement.cards.againText')}</p>
            <SubscribeLinks workspaceId={workspace.id} options={options} filled={first === undefined} />
          </li>
        ) : null}
        {itself ? (
          <li className={classes.card}>
            <h3>{t('settlement.enterpriseAccount')}</h3>
            <Why option={itself} text={t('settlement.cards.enterpriseText', { username })} />
            {itself.status === 'POSSIBLE' ? (
              <Button variant="outline" aria-haspopup="dialog" onClick={() => setChosen(optionKey(itself))}>
                {t('settlement.cards.useEnterprise')}
              </Button>
            ) : null}
          </li>
        ) : null}
      </ul>
      <Dissolve workspace={workspace} />
      <ChangeDialog
        workspace={workspace}
        session={session}
        opened={chosen !== undefined}
        start={chosen}
        onClose={() => setChosen(undefined)}
      />
    </section>
  );
}

/** What speaks for it, or why it cannot be. */
function Why({ option: { status, refusal }, text }: { option: SettlementOption; text: string }) {
  const { t } = useTranslation();
  if (status === 'REFUSED') return <p>{refusal?.detail}</p>;
  return <p>{status === 'PAYS' ? t('settlement.cards.pays') : text}</p>;
}

function Dissolve({ workspace }: { workspace: Workspace }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  return (
    <div className={classes.dissolve}>
      <p>
        <b>{t('settlement.dissolve.question')}</b>{' '}
        {t(`settlement.dissolve.${workspace.state === 'LOCKED' ? 'textLocked' : 'text'}`)}
      </p>
      <Button variant="danger" size="sm" aria-haspopup="dialog" onClick={() => setAsking(true)}>
        {t('settlement.dissolve.button')}
      </Button>
      <DissolveDialog workspace={workspace} opened={asking} onClose={() => setAsking(false)} />
    </div>
  );
}
