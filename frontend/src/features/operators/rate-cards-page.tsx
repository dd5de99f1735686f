import { Textarea } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type ChangeEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { previewRateCard, type RateCardPreview, rateCardsQuery, uploadRateCard } from '../../api/operators';
import { isProblem } from '../../api/problem';
import { formatDay, formatInstant } from '../../i18n/format';
import { paths } from '../../paths';
import { Banner } from '../../ui/banner';
import { BusyButton } from '../../ui/form/busy-button';
import { ErrorSummary, type SummaryItem } from '../../ui/form/error-summary';
import { fieldMessage } from '../../ui/form/field-message';
import { sortFailure } from '../../ui/form/form-failure';
import { ExternalLink } from '../../ui/links';
import { PageHeading } from '../../ui/page-heading';
import { type Act, ActButton, useActs } from './acts';
import { Answer } from './answer';
import classes from './list.module.css';
import { OperatorFrame } from './operator-frame';
import { Empty } from './paging';
import { PriceChanges } from './price-changes';
import card from './rate-cards-page.module.css';
import { useRefusal } from './roles';

/** The price lists: those there are, and one to come. */
export function RateCardsPage() {
  const { t } = useTranslation();
  const rateCards = useQuery(rateCardsQuery);
  const { ask, banner, dialog } = useActs();
  return (
    <OperatorFrame>
      <div>
        <PageHeading title={t('operators.nav.rateCards')} />
        <p className={classes.lead}>{t('operators.rateCards.lead')}</p>
      </div>
      {banner}
      <Answer query={rateCards} failed={t('operators.rateCards.failed')}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t('operators.rateCards.empty')} />
          ) : (
            <table className={classes.table}>
              <caption className="visually-hidden">{t('operators.nav.rateCards')}</caption>
              <thead>
                <tr>
                  <th scope="col">{t('operators.rateCards.version')}</th>
                  <th scope="col">{t('operators.rateCards.from')}</th>
                  <th scope="col" className={classes.number}>
                    {t('operators.rateCards.items')}
                  </th>
                  <th scope="col">{t('operators.rateCards.by')}</th>
                </tr>
              </thead>
              <tbody>
                {items.map(({ version, effectiveFrom, items: count, loadedAt, uploadedBy }) => (
                  <tr key={version}>
                    <th scope="row">
                      <b>{version}</b>
                    </th>
                    <td data-label={t('operators.rateCards.from')} className={classes.short}>
                      {formatDay(effectiveFrom)}
                    </td>
                    <td data-label={t('operators.rateCards.items')} className={classes.number}>
                      {count}
                    </td>
                    <td data-label={t('operators.rateCards.by')}>
                      <span>
                        {uploadedBy ?? t('operators.rateCards.withPortal')}
                        {loadedAt ? <span className={classes.facts}>{formatInstant(loadedAt)}</span> : null}
                      </span>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )
        }
      </Answer>
      <NewRateCard onAct={ask} />
      {dialog}
    </OperatorFrame>
  );
}

const MOST_TEXT = 60_000;

type Previewed = { text: string; preview: RateCardPreview };

function NewRateCard({ onAct }: { onAct: (act: Act) => void }) {
  const { t } = useTranslation();
  const refusal = useRefusal()('previewRateCard');
  const [text, setText] = useState('');
  const [previewed, setPreviewed] = useState<Previewed>();
  const [refused, setRefused] = useState<{ message?: string; rest: SummaryItem[] }>({ rest: [] });
  const [attempt, setAttempt] = useState(0);

  function refuse(message: string | undefined, rest: SummaryItem[] = []) {
    setRefused({ ...(message ? { message } : {}), rest });
    setAttempt((count) => count + 1);
  }
  const look = useMutation({
    mutationFn: previewRateCard,
    onSuccess: (preview, sent) => setPreviewed({ text: sent, preview }),
    onError: (error) => {
      const { fields, rest } = sortFailure(error, ['card'], t);
      refuse(
        fields.card,
        rest.map(({ message }) => ({ id: undefined, message })),
      );
    },
  });

  function enter(next: string) {
    setText(next);
    setPreviewed(undefined);
    setRefused({ rest: [] });
  }
  async function choose({ target }: ChangeEvent<HTMLInputElement>) {
    const file = target.files?.[0];
    // The same file may be chosen again, after it was mended.
    target.value = '';
    if (!file) return;
    if (file.size > 4 * MOST_TEXT) refuse(t('operators.rateCards.tooLong', { max: MOST_TEXT }));
    else enter(await file.text());
  }
  function submit() {
    if (look.isPending) return;
    setPreviewed(undefined);
    setRefused({ rest: [] });
    if (text.trim() === '') refuse(t('operators.rateCards.missing'));
    else if (text.length > MOST_TEXT) refuse(t('operators.rateCards.tooLong', { max: MOST_TEXT }));
    else look.mutate(text);
  }
  const items: SummaryItem[] = [
    ...(refused.message ? [{ id: 'card', message: refused.message }] : []),
    ...refused.rest,
  ];

  return (
    <section className={card.section} aria-labelledby="new-card">
      <h2 id="new-card">{t('operators.rateCards.new')}</h2>
      <p>{t('operators.rateCards.newText')}</p>
      {refusal ? (
        <Banner kind="note">{refusal}</Banner>
      ) : (
        <>
          <ErrorSummary items={items} attempt={attempt} />
          {isProblem(look.error, 'not-signed-in') ? (
            <ExternalLink href={paths.operatorSignIn}>{t('operators.note.signIn')}</ExternalLink>
          ) : null}
          <form
            className={card.form}
            noValidate
            onSubmit={(event) => {
              event.preventDefault();
              submit();
            }}
          >
            <div className={card.file}>
              <label htmlFor="file">{t('operators.rateCards.file')}</label>
              <input id="file" type="file" accept=".json,application/json" onChange={(event) => void choose(event)} />
            </div>
            <Textarea
              id="card"
              label={t('operators.rateCards.card')}
              description={t('operators.rateCards.cardHint')}
              error={fieldMessage(refused.message)}
              classNames={{ input: card.json ?? '' }}
              rows={8}
              spellCheck={false}
              autoComplete="off"
              required
              value={text}
              onChange={(event) => enter(event.target.value)}
            />
            <div>
              <BusyButton
                size="md"
                variant={previewed ? 'outline' : 'filled'}
                busy={look.isPending}
                busyText={t('operators.rateCards.previewing')}
              >
                {t('operators.rateCards.preview')}
              </BusyButton>
            </div>
          </form>
          {previewed ? <Preview previewed={previewed} onAct={onAct} onDone={() => enter('')} /> : null}
        </>
      )}
    </section>
  );
}

type PreviewProps = { previewed: Previewed; onAct: (act: Act) => void; onDone: () => void };

function Preview({ previewed: { text, preview }, onAct, onDone }: PreviewProps) {
  const { t } = useTranslation();
  const { version, effectiveFrom, against, changes } = preview;
  const date = formatDay(effectiveFrom);
  const upload: Act = {
    title: t('operators.uploadCard.title', { version, date }),
    text: t('operators.uploadCard.text', { version, date }),
    submit: t('operators.uploadCard.submit'),
    send: async (note, key) => {
      await uploadRateCard(text, note, key);
      onDone();
      return { kind: 'done', text: t('operators.uploadCard.done', { version, date }) };
    },
  };
  return (
    <section className={card.preview} aria-labelledby="preview">
      <h3 id="preview">{t('operators.rateCards.changes', { version, date })}</h3>
      <p>{t('operators.rateCards.against', { against })}</p>
      {changes.length === 0 ? (
        <Banner kind="note">{t('operators.rateCards.noChanges')}</Banner>
      ) : (
        <PriceChanges changes={changes} />
      )}
      <div>
        <ActButton act="uploadRateCard" variant="filled" onClick={() => onAct(upload)}>
          {t('operators.uploadCard.open')}
        </ActButton>
      </div>
    </section>
  );
}
