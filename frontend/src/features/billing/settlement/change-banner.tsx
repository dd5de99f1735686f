import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { type SettlementOptions, undoSettlementChange, useFreshSettlement } from '../../../api/settlement';
import type { Workspace } from '../../../api/workspaces';
import { formatSoon } from '../../../i18n/format';
import { announce } from '../../../ui/announce';
import { Banner } from '../../../ui/banner';
import { sentenceOf } from '../../../ui/form/form-failure';
import { useNow } from '../usage/use-now';
import { useOptionName } from './change-preview';
import classes from './settlement.module.css';

const MINUTE_MILLIS = 60_000;

type Props = { workspace: Workspace; options: SettlementOptions | undefined };

/** What was changed a short while ago, and the way back. It is the server that remembers. */
export function ChangeBanner({ workspace, options }: Props) {
  const { t } = useTranslation();
  const nameOf = useOptionName();
  const now = useNow();
  const refresh = useFreshSettlement();
  const [undone, setUndone] = useState(false);
  const changed = options?.items.find(
    ({ status, undoUntil }) => status === 'PAYS' && undoUntil !== undefined && Date.parse(undoUntil) > now,
  );
  const undo = useMutation({
    mutationFn: () => undoSettlementChange(workspace.id),
    onSuccess: async (answer) => {
      setUndone(true);
      await refresh(answer);
      announce(t('settlement.done.undone'));
    },
    onError: () => refresh(),
  });

  if (!changed) return undone ? <Banner kind="note">{t('settlement.done.undone')}</Banner> : null;
  const { upcoming, since } = workspace.settlement;
  const from = upcoming?.from ?? changed.effectiveFrom ?? (paysAlready(workspace, changed) ? since : undefined);
  const begun = from !== undefined && Date.parse(from) <= now;
  const count = Math.ceil((Date.parse(changed.undoUntil ?? '') - now) / MINUTE_MILLIS);
  return (
    <Banner kind="done">
      <Trans
        i18nKey={from ? (begun ? 'settlement.done.since' : 'settlement.done.from') : 'settlement.done.once'}
        values={{ payer: nameOf(changed), time: from ? formatSoon(from, now) : '' }}
        components={{ b: <b /> }}
      />{' '}
      <button
        type="button"
        className={classes.undo}
        aria-disabled={undo.isPending || undefined}
        onClick={() => !undo.isPending && undo.mutate()}
      >
        {undo.isPending ? t('settlement.done.undoing') : t('settlement.done.undo', { count })}
      </button>
      {undo.isError ? (
        <p className={classes.problem} role="alert">
          {sentenceOf(undo.error, t)}
        </p>
      ) : null}
    </Banner>
  );
}

/** Whether its hour has come: then the workspace names it as its payer. */
function paysAlready({ settlement }: Workspace, { method, payer }: SettlementOptions['items'][number]): boolean {
  return settlement.method === method && settlement.payer?.licence === payer?.licence;
}
