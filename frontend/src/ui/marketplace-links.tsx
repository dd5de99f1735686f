import { useTranslation } from 'react-i18next';
import { useSettings } from '../api/settings';
import { buttonClass } from './button';
import { ExternalLink } from './links';
import classes from './marketplace-links.module.css';

/** Where the plan is bought: the first address as the button, the others beside it; or all as plain links. */
export function MarketplaceLinks({ variant = 'filled' }: { variant?: 'filled' | 'outline' | 'plain' }) {
  const { t } = useTranslation();
  const settings = useSettings();
  const urls = settings?.marketplaceUrls ?? [];
  const nameOf = (product: string) =>
    product === 'global' || product === 'china' ? t(`start.products.${product}`) : `AWS Marketplace (${product})`;
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
          {index === 0 ? t('start.openMarketplace') : nameOf(product)}
          <span className="visually-hidden"> {t('ui.newTab')}</span>
        </a>
      ))}
    </div>
  );
}
