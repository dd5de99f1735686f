import type { TFunction } from 'i18next';
import type { Candidate } from '../../../api/binding';
import type { Payer } from '../../../api/onboardings';
import type { Settlement, Workspace } from '../../../api/workspaces';

/** Who pays for a workspace now, in a few words for a row. */
export function paysNow({ state, settlement }: Workspace, t: TFunction): string {
  const { method, payer, waitingFor } = settlement;
  if (method === 'ENTERPRISE_ACCOUNT') return t('binding.workspaces.enterpriseAccount');
  if (method === 'SUBSCRIPTION' && payer) return t('binding.workspaces.aws', { account: payer.awsAccount });
  if (waitingFor) return t('binding.workspaces.waits', { account: waitingFor.awsAccount });
  if (state === 'BUFFER') return t('binding.workspaces.nobodyBuffer');
  if (state === 'LOCKED') return t('binding.workspaces.nobodyLocked');
  return state === 'PENDING' ? t('binding.workspaces.nobodyYet') : t('binding.workspaces.nobody');
}

/** The same inside a sentence; `undefined` where nobody pays. */
export function payerInSentence({ method, payer }: Pick<Settlement, 'method' | 'payer'>, t: TFunction) {
  if (method === 'ENTERPRISE_ACCOUNT') return t('binding.preview.enterpriseAccount');
  return method === 'SUBSCRIPTION' && payer ? t('binding.preview.aws', { account: payer.awsAccount }) : undefined;
}

export const licenceOf = ({ productName, licence }: Payer) => [productName, licence].filter(Boolean).join(' ');

/** What will be of usage until the change: which sentence of the preview says it. */
export type Until = 'awaits' | 'awaitsNobody' | 'firstPayer' | 'before' | 'beforeNobody';

export function untilTheChange({ workspace, change }: Candidate): Until {
  const nobody = workspace.settlement.method === 'UNSETTLED';
  if (!change?.effectiveFrom) return nobody ? 'awaitsNobody' : 'awaits';
  if (change.atOnce) return 'firstPayer';
  return nobody ? 'beforeNobody' : 'before';
}

/** Those that cannot be bound stand apart from the others. */
export function inGroups(candidates: Candidate[]): { can: Candidate[]; cannot: Candidate[] } {
  return {
    can: candidates.filter(({ status }) => status !== 'REFUSED'),
    cannot: candidates.filter(({ status }) => status === 'REFUSED'),
  };
}
