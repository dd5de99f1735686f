import type { ReactNode } from 'react';
import type { UseFormRegisterReturn } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { Icon } from '../icon';
import classes from './language-choice.module.css';
import { RadioCard, RadioCards } from './radio-card';

/** What an alert looks like in each language; the same words whatever language the page is in. */
const samples = [
  { value: 'EN', lang: 'en', name: 'English', alert: 'Alert: CPU usage of web-03 above 90%' },
  { value: 'ZH', lang: 'zh-CN', name: '中文', alert: '告警：主机 web-03 的 CPU 使用率超过 90%' },
] as const;

type Props = { id?: string; register: UseFormRegisterReturn; error: ReactNode };

/** The language of a workspace: never preselected, for it is for ever. */
export function LanguageChoice({ id = 'language', register, error }: Props) {
  const { t } = useTranslation();
  return (
    <RadioCards
      id={id}
      legend={t('languageChoice.label')}
      error={error}
      note={
        <div className={classes.permanent}>
          <Icon name="lock" size={24} />
          <div>
            <p className={classes.title}>{t('languageChoice.permanent')}</p>
            <p>{t('languageChoice.permanentText')}</p>
          </div>
        </div>
      }
    >
      {samples.map(({ value, lang, name, alert }, index) => (
        <RadioCard key={value} {...register} id={index === 0 ? id : undefined} value={value} title={name} lang={lang}>
          {t('languageChoice.reads')}
          <span className={classes.sample} lang={lang}>
            {alert}
          </span>
        </RadioCard>
      ))}
    </RadioCards>
  );
}
