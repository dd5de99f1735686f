import { useTranslation } from 'react-i18next';
import { useSettings } from '../api/settings';
import { buttonClass } from './button';
import { ExternalLink } from './links';
import classes from './marketplace-links.module.css';

type Props = {
  variant?: 'filled' | 'outline' | 'plain';
  /** The product that was bought, where that is known: its address comes first. */
  first?: string;
};

/** Where the plan is bought: the first address as the button, the others beside it; or all as plain links. */
export function MarketplaceLinks({ variant = 'filled', first }: Props) {
  const { t } = useTranslation();
  const settings = useSettings();
  const all = settings?.marketplaceUrls ?? [];
  const urls = [...all.filter(({ product }) => product === first), ...all.filter(({ product }) => product !== first)];
  const nameOf = (product: string) =>
    product === 'global' || product === 'cn' ? t(`start.products.${product}`) : `AWS Marketplace (${product})`;
  const openText = (product: string) =>
    product === 'global' ? t('start.openMarketplace') : t('start.openOther', { name: nameOf(product) });
  if (variant === 'plain') {
    return (
      <ul>
        {urls.map(({ product, url }) => (
          <li key={url}>
            <ExternalLink href={url}>{nameOf(product)}</ExternalLink>
          </li>
        ))}
      </ul>
    );
  }
  return (
    <div className={classes.links}>
      {urls.map(({ product, url }, index) => (
        <a
          key={url}
          className={buttonClass({ variant: index === 0 ? variant : 'text', size: 'lg' })}
          href={url}
          target="_blank"
          rel="noopener noreferrer"
        >
          {index === 0 ? openText(product) : nameOf(product)}
          <span className="visually-hidden"> {t('ui.newTab')}</span>
        </a>
      ))}
    </div>
  );
}
