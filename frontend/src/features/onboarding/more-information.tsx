import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useId, useState } from 'react';
import type { UseFormReturn } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { codePoints } from '../../ui/form/code-points';
import { fieldMessage } from '../../ui/form/field-message';
import formClasses from '../../ui/form/form.module.css';
import { Icon } from '../../ui/icon';
import { type CompanyInfoValues, DESCRIPTION_MAX } from './company-info-schema';
import { regionOptions } from './regions';
import classes from './register.module.css';

const industries = [
  'information-technology',
  'internet',
  'finance',
  'manufacturing',
  'retail',
  'transport-logistics',
  'healthcare',
  'education',
  'media-games',
  'energy',
  'telecommunications',
  'government',
  'other',
] as const;

const names = ['industry', 'region', 'contactName', 'description'] as const;

type Props = {
  form: UseFormReturn<CompanyInfoValues>;
  messageOf: (name: (typeof names)[number]) => string | undefined;
};

/** What nobody needs to say; closed until it is asked for, or until something in it is wrong. */
export function MoreInformation({ form, messageOf }: Props) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const id = useId();
  const open = opened || names.some((name) => messageOf(name));
  const length = codePoints(form.watch('description').trim());
  const choose = { value: '', label: t('register.company.choose') };

  return (
    <div className={classes.more}>
      <button type="button" aria-expanded={open} aria-controls={id} onClick={() => setOpened(!open)}>
        <span>
          <b>{t('register.company.more')}</b> {t('ui.optional')}
        </span>
        <Icon name="down" style={open ? { transform: 'rotate(180deg)' } : {}} />
      </button>
      <div id={id} hidden={!open} className={classes.moreFields}>
        <div className={formClasses.pair}>
          <NativeSelect
            id="industry"
            label={t('register.company.industry')}
            rightSection={<Icon name="down" />}
            error={fieldMessage(messageOf('industry'))}
            data={[choose, ...industries.map((value) => ({ value, label: t(`register.company.industries.${value}`) }))]}
            {...form.register('industry')}
          />
          <NativeSelect
            id="region"
            label={t('register.company.region')}
            rightSection={<Icon name="down" />}
            error={fieldMessage(messageOf('region'))}
            data={[choose, ...regionOptions()]}
            autoComplete="country"
            {...form.register('region')}
          />
        </div>
        <TextInput
          id="contactName"
          label={t('register.company.contact')}
          error={fieldMessage(messageOf('contactName'))}
          autoComplete="name"
          {...form.register('contactName')}
        />
        <div>
          <Textarea
            id="description"
            label={t('register.company.description')}
            error={fieldMessage(messageOf('description'))}
            rows={3}
            {...form.register('description')}
          />
          <p className={classes.count} data-over={length > DESCRIPTION_MAX || undefined}>
            {t('register.company.count', { count: length, max: DESCRIPTION_MAX })}
          </p>
        </div>
      </div>
    </div>
  );
}
