import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Onboarding, SiteChoice } from '../../../api/onboardings';
import card from '../../../ui/card.module.css';
import { Icon } from '../../../ui/icon';
import classes from './bind.module.css';

/** The site of workspaces that are created here: the one asked for, if the purchase may settle it, else the first. */
export function chosenSite({ sites }: Onboarding, asked: string | undefined): SiteChoice | undefined {
  const selectable = sites.filter((site) => site.selectable);
  return selectable.find((site) => site.id === asked) ?? selectable[0];
}

type Props = {
  id: string;
  className?: string | undefined;
  sites: SiteChoice[];
  chosen: string | undefined;
  onChoose: (siteId: string) => void;
};

/** It has nothing to do with the binding itself, and says so. */
export function SiteCard({ id, className = '', sites, chosen, onChoose }: Props) {
  const { t } = useTranslation();
  return (
    <section className={`${card.card} ${classes.site} ${className}`} aria-label={t('binding.site')}>
      <NativeSelect
        id={id}
        label={t('binding.site')}
        description={t('binding.siteHint')}
        inputWrapperOrder={['label', 'input', 'description']}
        rightSection={<Icon name="down" />}
        data={sites.filter((site) => site.selectable).map((site) => ({ value: site.id, label: site.name }))}
        value={chosen ?? ''}
        onChange={(event) => onChoose(event.currentTarget.value)}
      />
    </section>
  );
}
