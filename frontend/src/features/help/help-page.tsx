import { Trans, useTranslation } from 'react-i18next';
import card from '../../ui/card.module.css';
import { MailLink } from '../../ui/links';
import { Lead, PageFrame } from '../../ui/page-frame';
import { PageHeading } from '../../ui/page-heading';
import { StuckCard } from '../../ui/stuck-card';
import classes from './help-page.module.css';

const buying = ['buy1', 'buy2', 'buy3', 'buy4'] as const;
const steps = [
  ['basicInfo', 'step1'],
  ['companyInfo', 'step2'],
  ['openingMethod', 'step3'],
  ['success', 'step4'],
] as const;
const questions = [
  ['q1', 'a1'],
  ['q2', 'a2'],
  ['q3', 'a3'],
  ['q4', 'a4'],
  ['q5', 'a5'],
  ['q6', 'a6'],
  ['q7', 'a7'],
] as const;

export function HelpPage() {
  const { t } = useTranslation();
  return (
    <PageFrame aside={<StuckCard />}>
      <PageHeading title={t('help.title')} />
      <Lead>{t('help.lead')}</Lead>
      <section className={classes.section}>
        <h2>{t('help.buyTitle')}</h2>
        <ol className={card.numbered}>
          {buying.map((key) => (
            <li key={key}>
              <span>
                <Trans i18nKey={`help.${key}`} components={{ b: <b /> }} />
              </span>
            </li>
          ))}
        </ol>
      </section>
      <section className={classes.section}>
        <h2>{t('help.stepsTitle')}</h2>
        <dl className={card.facts}>
          {steps.map(([name, key]) => (
            <div key={key}>
              <dt>{t(`steps.${name}`)}</dt>
              <dd className={classes.plain}>{t(`help.${key}`)}</dd>
            </div>
          ))}
        </dl>
      </section>
      <section className={classes.section}>
        <h2>{t('help.questionsTitle')}</h2>
        {questions.map(([question, answer]) => (
          <div key={question} className={classes.question}>
            <h3>{t(`help.${question}`)}</h3>
            <p>{t(`help.${answer}`)}</p>
          </div>
        ))}
      </section>
      <section className={classes.section}>
        <h2>{t('help.supportTitle')}</h2>
        <p>
          <Trans i18nKey="help.supportText" components={{ mail: <MailLink /> }} />
        </p>
      </section>
    </PageFrame>
  );
}
