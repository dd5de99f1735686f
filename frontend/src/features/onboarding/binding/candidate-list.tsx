import { useMutation } from '@tanstack/react-query';
import { type ReactNode, type RefObject, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { type Candidate, undoBinding } from '../../../api/binding';
import { serverNow } from '../../../api/clock';
import type { Onboarding } from '../../../api/onboardings';
import { formatSoon } from '../../../i18n/format';
import { announce } from '../../../ui/announce';
import { Badge } from '../../../ui/badge';
import { Button } from '../../../ui/button';
import { sentenceOf } from '../../../ui/form/form-failure';
import { Icon, type IconName } from '../../../ui/icon';
import { useSecondsUntil } from '../use-seconds-until';
import classes from './bind.module.css';
import { inGroups, payerInSentence, paysNow } from './payer-words';

type Props = {
  onboarding: Onboarding;
  candidates: Candidate[];
  /** Whether these are all there are; only then they are counted. */
  all: boolean;
  /** The workspace whose button takes the focus once it has become another. */
  focusRow: RefObject<string | undefined>;
  onAdd: (candidate: Candidate) => void;
  /** What the server answered is shown. */
  onUndone: (candidate: Candidate) => Promise<void>;
  /** Reads again what the server says. */
  onRefused: () => Promise<void>;
  onFailure: (error: unknown) => boolean;
};

/** Every workspace of the account: what can be bound, what is bound, and what cannot, with the reason. */
export function CandidateList({ candidates, all, ...row }: Props) {
  const { t } = useTranslation();
  const { can, cannot } = inGroups(candidates);
  const bound = can.filter(({ status }) => status === 'BOUND').length;
  const open = can.length - bound;

  /** Those that are bound stand among those that can be, but are not counted with them. */
  function heading(): string {
    const parts = [
      ...(open > 0 ? [all ? t('binding.workspaces.canCount', { count: open }) : t('binding.workspaces.can')] : []),
      ...(bound > 0
        ? [all ? t('binding.workspaces.boundSoFar', { count: bound }) : t('binding.workspaces.bound')]
        : []),
    ];
    return parts.join(t('ui.comma'));
  }

  return (
    <>
      {can.length > 0 ? (
        <section className={classes.group} aria-labelledby="can-be-bound">
          <h2 id="can-be-bound">{heading()}</h2>
          <ul className={classes.rows}>
            {can.map((candidate) => (
              <Row key={candidate.workspace.id} candidate={candidate} {...row} />
            ))}
          </ul>
        </section>
      ) : null}
      {cannot.length > 0 ? (
        <section className={classes.group} aria-labelledby="cannot-be-bound">
          <h2 id="cannot-be-bound">
            {all ? t('binding.workspaces.cannotCount', { count: cannot.length }) : t('binding.workspaces.cannot')}
          </h2>
          <ul className={classes.rows} data-refused>
            {cannot.map((candidate) => (
              <Refused key={candidate.workspace.id} candidate={candidate} />
            ))}
          </ul>
        </section>
      ) : null}
    </>
  );
}

function Name({ candidate: { workspace } }: { candidate: Candidate }) {
  const { t } = useTranslation();
  return (
    <div className={classes.name}>
      <h3>{workspace.name}</h3>
      <p>
        {workspace.site.name} · {workspace.language === 'ZH' ? t('ui.chinese') : t('ui.english')}
      </p>
      <p>
        <code>{workspace.id}</code>
      </p>
    </div>
  );
}

const signs: Record<string, IconName> = {
  'changed-recently': 'clock',
  'site-not-settled': 'globe',
  'workspace-dissolved': 'cross',
};

function Refused({ candidate }: { candidate: Candidate }) {
  const { refusal } = candidate;
  return (
    <li className={classes.row}>
      <Name candidate={candidate} />
      <p className={classes.reason}>
        <Icon name={signs[refusal?.reason ?? ''] ?? 'info'} />
        <span>{refusal?.detail}</span>
      </p>
    </li>
  );
}

type RowProps = Omit<Props, 'candidates' | 'all'> & { candidate: Candidate };

function Row({ onboarding, candidate, focusRow, onAdd, onUndone, onRefused, onFailure }: RowProps) {
  const { t } = useTranslation();
  const { workspace, status, bound } = candidate;
  const minutesLeft = useMinutesUntil(bound?.undoUntil);

  const undo = useMutation({
    mutationFn: () => undoBinding(onboarding.id, workspace.id),
    onSuccess: async (answer) => {
      focusRow.current = workspace.id;
      await onUndone(answer);
      announce(t('binding.workspaces.undone', { name: workspace.name }));
    },
    onError: (error) => {
      if (!onFailure(error)) void onRefused();
    },
  });

  // The button one pressed has become another, which takes the focus.
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the state changes
  useEffect(() => {
    if (focusRow.current !== workspace.id) return;
    focusRow.current = undefined;
    // After the dialog, which gives the focus back to what opened it, if that is still there.
    const timer = setTimeout(() => document.getElementById(`row-${workspace.id}`)?.focus(), 50);
    return () => clearTimeout(timer);
  }, [status]);

  return (
    <li className={classes.row}>
      <Name candidate={candidate} />
      <Payers candidate={candidate} onboarding={onboarding} />
      <div className={classes.action}>
        {status === 'BOUND' ? (
          <>
            <Badge tone="good" icon="check">
              {t('binding.workspaces.bound')}
            </Badge>
            {bound?.createdHere ? <span className={classes.small}>{t('binding.workspaces.createdHere')}</span> : null}
            {minutesLeft ? (
              <button
                type="button"
                id={`row-${workspace.id}`}
                className={classes.undo}
                aria-disabled={undo.isPending || undefined}
                aria-describedby={undo.isError ? `problem-${workspace.id}` : undefined}
                onClick={() => !undo.isPending && undo.mutate()}
              >
                {undo.isPending ? (
                  t('binding.workspaces.undoing')
                ) : (
                  <>
                    {t('binding.workspaces.undo', { count: minutesLeft })}{' '}
                    <span className="visually-hidden">
                      {t('binding.workspaces.undoName', { name: workspace.name })}
                    </span>
                  </>
                )}
              </button>
            ) : null}
          </>
        ) : (
          <Button
            variant="outline"
            size="sm"
            id={`row-${workspace.id}`}
            className={classes.add}
            aria-haspopup="dialog"
            aria-label={t('binding.workspaces.addName', { name: workspace.name })}
            onClick={() => onAdd(candidate)}
          >
            {t('binding.workspaces.add')}
          </Button>
        )}
      </div>
      {undo.isError ? (
        <p className={classes.problem} id={`problem-${workspace.id}`} role="alert">
          <Icon name="alert" />
          <span>{sentenceOf(undo.error, t)}</span>
        </p>
      ) : null}
    </li>
  );
}

function Payers({ candidate, onboarding }: { candidate: Candidate; onboarding: Onboarding }) {
  const { t } = useTranslation();
  const { workspace, status, bound } = candidate;
  const lines = (first: ReactNode, second: ReactNode) => (
    <p className={classes.payers}>
      <span>{first}</span>
      {second}
    </p>
  );
  function upcomingText(upcoming: NonNullable<typeof workspace.settlement.upcoming>): string {
    const time = formatSoon(upcoming.from, serverNow());
    const payer = payerInSentence(upcoming, t);
    return payer ? t('billing.workspaces.upcoming', { time, payer }) : t('billing.workspaces.upcomingNobody', { time });
  }
  if (status !== 'BOUND') {
    const { upcoming } = workspace.settlement;
    return lines(
      t('binding.workspaces.paysNow'),
      <>
        {paysNow(workspace, t)}
        {upcoming ? <span>{upcomingText(upcoming)}</span> : null}
      </>,
    );
  }
  const aws = <b>{t('binding.workspaces.aws', { account: onboarding.payer.awsAccount })}</b>;
  const from = bound?.effectiveFrom;
  if (!from) return lines(t('binding.workspaces.onceConfirmed'), aws);
  const begun = Date.parse(from) <= serverNow();
  const time = formatSoon(from, serverNow());
  return lines(begun ? t('binding.workspaces.since', { time }) : t('binding.workspaces.from', { time }), aws);
}

/** Whole minutes, rounded up; none once the time is over. */
function useMinutesUntil(instant: string | undefined): number {
  const seconds = useSecondsUntil(instant);
  return seconds === undefined ? 0 : Math.ceil(seconds / 60);
}
