import { useTranslation } from 'react-i18next';
import type { SubscriptionState } from '../../api/operators';
import { Badge, type Tone } from '../../ui/badge';
import type { IconName } from '../../ui/icon';

const signs: Record<SubscriptionState, [Tone, IconName]> = {
  PENDING: ['wait', 'clock'],
  LIVE: ['good', 'check'],
  ENDING: ['wait', 'clock'],
  ENDED: ['plain', 'cross'],
  FAILED: ['bad', 'cross'],
};

export const subscriptionStates = Object.keys(signs) as SubscriptionState[];

const isKnown = (state: string): state is SubscriptionState => Object.hasOwn(signs, state);

/** What AWS says of a subscription. A state that this page has not heard of keeps the server's own word. */
export function SubscriptionBadge({ state }: { state: string }) {
  const { t } = useTranslation();
  const [tone, icon] = isKnown(state) ? signs[state] : (['plain', 'info'] as const);
  return (
    <Badge tone={tone} icon={icon}>
      {isKnown(state) ? t(`payer.states.${state}`) : state}
    </Badge>
  );
}
