import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type OperatorRole, operatorSessionQuery } from '../../api/operators';

/** Who may do what, by the `operationId` of the contract. The server decides; here it is only not offered in vain. */
const allowed = {
  askAws: ['SUPPORT', 'ADMINISTRATOR'],
  noteSubscription: ['SUPPORT', 'FINANCE', 'ADMINISTRATOR'],
  remindUnregisteredBuyer: ['SUPPORT', 'ADMINISTRATOR'],
  replayEvent: ['SUPPORT', 'ADMINISTRATOR'],
  closeEvent: ['SUPPORT', 'ADMINISTRATOR'],
  resendRecord: ['FINANCE', 'ADMINISTRATOR'],
  previewRateCard: ['FINANCE', 'ADMINISTRATOR'],
  uploadRateCard: ['ADMINISTRATOR'],
  listOperatorActs: ['ADMINISTRATOR'],
} as const satisfies Record<string, readonly OperatorRole[]>;

export type ActName = keyof typeof allowed;

export const may = (role: OperatorRole, act: ActName): boolean =>
  (allowed[act] as readonly OperatorRole[]).includes(role);

/** Why the operator who is signed in may not do it; nothing where it is allowed. */
export function useRefusal(): (act: ActName) => string | undefined {
  const { t } = useTranslation();
  const { data: session } = useQuery(operatorSessionQuery);
  return (act) => {
    if (session && may(session.operator.role, act)) return undefined;
    const roles: readonly OperatorRole[] = allowed[act];
    if (roles.includes('SUPPORT')) return t('operators.only.supportAndAdministrators');
    return t(roles.includes('FINANCE') ? 'operators.only.financeAndAdministrators' : 'operators.only.administrators');
  };
}
