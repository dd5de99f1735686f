import { useTranslation } from 'react-i18next';
import type { OperatorSubscription } from '../../api/operators';
import { masked } from './figures';

type Named = Pick<OperatorSubscription, 'id' | 'licenseArn' | 'customerIdentifier'>;

/** What AWS knows a purchase by, as short as it is told from others. */
export const licenceOf = ({ id, licenseArn, customerIdentifier }: Named): string =>
  masked(licenseArn ?? customerIdentifier ?? id);

/** `Licence ····7c21`; a listing of the older kind knows its customer instead. */
export function useSubscriptionName(): (subscription: Named) => string {
  const { t } = useTranslation();
  return (subscription) =>
    t(subscription.licenseArn ? 'operators.subscription.licence' : 'operators.subscription.customer', {
      licence: licenceOf(subscription),
    });
}
