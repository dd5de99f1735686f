import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { frozenRecordQuery } from '../../api/operators';
import { formatInstant } from '../../i18n/format';
import { Dialog } from '../../ui/dialog';
import { Answer } from './answer';
import classes from './card.module.css';
import { Verbatim } from './verbatim';

type Props = { recordId: string; title: string; opened: boolean; onClose: () => void };

/** What AWS is told, word for word, and each time that it was. */
export function FrozenRecordDialog({ recordId, title, opened, onClose }: Props) {
  const { t } = useTranslation();
  const frozen = useQuery({ ...frozenRecordQuery(recordId), enabled: opened });
  return (
    <Dialog opened={opened} onClose={onClose} title={title}>
      <Answer query={frozen} failed={t('operators.frozen.failed')}>
        {({ endpoint, canonical, tries }) => (
          <div className={classes.dialog}>
            <p className={classes.text}>{t('operators.frozen.text')}</p>
            <dl className={classes.facts}>
              <div>
                <dt>{t('operators.frozen.endpoint')}</dt>
                <dd>
                  <code>{endpoint}</code>
                </dd>
              </div>
            </dl>
            <Verbatim label={t('operators.frozen.canonical')} text={canonical} />
            <h3>{t('operators.frozen.tries')}</h3>
            {tries.length === 0 ? <p className={classes.text}>{t('operators.frozen.none')}</p> : null}
            <ol className={classes.tries}>
              {tries.map(({ number, began, answered, outcome, why }) => (
                <li key={number}>
                  <b>{number}</b>
                  <span>
                    {answered
                      ? t('operators.frozen.times', { began: formatInstant(began), answered: formatInstant(answered) })
                      : t('operators.frozen.unanswered', { began: formatInstant(began) })}
                  </span>
                  <b>{outcome}</b>
                  {why ? <span>{why}</span> : null}
                </li>
              ))}
            </ol>
          </div>
        )}
      </Answer>
    </Dialog>
  );
}
