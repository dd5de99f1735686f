import { useTranslation } from 'react-i18next';
import type { SettlementOptions } from '../../../api/settlement';
import { rememberWorkspace } from '../../../subscribe-for';
import { buttonClass } from '../../../ui/button';
import classes from './settlement.module.css';

type Props = { workspaceId: string; options: SettlementOptions; filled?: boolean };

/**
 * To AWS Marketplace, in this tab: the purchase comes back into it, and then it is known which workspace it was made for.
 * Where the plan is sold for the site in several places, each is named.
 */
export function SubscribeLinks({ workspaceId, options: { marketplaceUrls }, filled = false }: Props) {
  const { t } = useTranslation();
  return (
    <div className={classes.links}>
      {marketplaceUrls.map(({ product, productName, url }, index) => (
        <a
          key={product}
          className={buttonClass({ variant: filled && index === 0 ? 'filled' : 'outline' })}
          href={url}
          onClick={() => rememberWorkspace(workspaceId)}
        >
          {marketplaceUrls.length > 1
            ? t('settlement.cards.subscribeTo', { product: productName })
            : t('settlement.cards.subscribe')}
        </a>
      ))}
    </div>
  );
}
