import type { OperatorSubscription, ParkedEvent } from '../../api/operators';

type Known = Pick<OperatorSubscription, 'licenseArn' | 'agreementId' | 'customerIdentifier'>;

/** Whether a notification that could not be used names this purchase, by any of the ids that AWS gives it. */
export function concerns({ payload }: Pick<ParkedEvent, 'payload'>, subscription: Known): boolean {
  const { licenseArn, agreementId, customerIdentifier } = subscription;
  return [licenseArn, agreementId, customerIdentifier].some((id) => id !== undefined && names(payload, id));
}

/** As a whole, not as the beginning of a longer id. */
function names(payload: string, id: string): boolean {
  for (let at = payload.indexOf(id); at >= 0; at = payload.indexOf(id, at + 1)) {
    const around = (payload[at - 1] ?? '') + (payload[at + id.length] ?? '');
    if (!/[\w-]/.test(around)) return true;
  }
  return false;
}
