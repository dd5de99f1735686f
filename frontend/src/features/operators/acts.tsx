import { zodResolver } from '@hookform/resolvers/zod';
import { Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import * as z from 'zod/mini';
import { useSubmitIntention } from '../../api/idempotency';
import { operatorsKey } from '../../api/operators';
import { isProblem } from '../../api/problem';
import { paths } from '../../paths';
import { Banner } from '../../ui/banner';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { BusyButton } from '../../ui/form/busy-button';
import { ErrorSummary } from '../../ui/form/error-summary';
import { fieldMessage } from '../../ui/form/field-message';
import form from '../../ui/form/form.module.css';
import { useFormErrors } from '../../ui/form/use-form-errors';
import { ExternalLink } from '../../ui/links';
import { Actions } from '../../ui/page-frame';
import classes from './acts.module.css';
import { type ActName, useRefusal } from './roles';

/** What came of an act: petrol where it is done, amber where it waits for somebody still. */
export type Outcome = { kind: 'done' | 'soon'; text: ReactNode };

export type Act = {
  /** The question. */
  title: string;
  /** What it does, before it is done. */
  text: ReactNode;
  submit: string;
  /** Safe to be called again with the same key. */
  send: (note: string, key: string) => Promise<Outcome>;
};

/** Asks for the note of an act, sends both, and tells what came of it in a banner that stays. */
export function useActs() {
  const [act, setAct] = useState<Act>();
  const [opened, setOpened] = useState(false);
  const [outcome, setOutcome] = useState<Outcome>();
  return {
    ask(next: Act) {
      setAct(next);
      setOutcome(undefined);
      setOpened(true);
    },
    banner: outcome ? <OutcomeBanner outcome={outcome} /> : null,
    dialog: (
      <Dialog opened={opened} onClose={() => setOpened(false)} title={act?.title ?? ''} closeOnClickOutside={false}>
        {act ? (
          <NoteForm
            act={act}
            onClose={() => setOpened(false)}
            onDone={(answer) => {
              setOpened(false);
              setOutcome(answer);
            }}
          />
        ) : null}
      </Dialog>
    ),
  };
}

/** The dialog gives the focus back to its button first, which may be gone with what was done. */
const AFTER_THE_DIALOG_MILLIS = 60;

function OutcomeBanner({ outcome }: { outcome: Outcome }) {
  const box = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each outcome is told, also one that reads the same
  useEffect(() => {
    const timer = setTimeout(() => box.current?.focus(), AFTER_THE_DIALOG_MILLIS);
    return () => clearTimeout(timer);
  }, [outcome]);
  return (
    <div ref={box} tabIndex={-1} role="status" className={classes.outcome}>
      <Banner kind={outcome.kind}>{outcome.text}</Banner>
    </div>
  );
}

const MOST_NOTE = 2000;
const schema = z.object({
  note: z
    .string()
    .check(z.trim(), z.minLength(1, 'operators.note.missing'), z.maxLength(MOST_NOTE, 'operators.note.tooLong')),
});
const names = ['note'] as const;

type FormProps = { act: Act; onClose: () => void; onDone: (outcome: Outcome) => void };

function NoteForm({ act, onClose, onDone }: FormProps) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const intention = useSubmitIntention();
  const fields = useForm<z.infer<typeof schema>>({
    resolver: zodResolver(schema),
    shouldFocusError: false,
    defaultValues: { note: '' },
  });
  const errors = useFormErrors(fields, names, { note: { max: MOST_NOTE } });
  const send = useMutation({
    mutationFn: (note: string) => intention.run({ note }, (key) => act.send(note, key)),
    onSuccess: (outcome) => {
      void queryClient.invalidateQueries({ queryKey: operatorsKey });
      onDone(outcome);
    },
    onError: errors.failed,
  });
  const submit = fields.handleSubmit(({ note }) => {
    if (send.isPending) return;
    errors.sending();
    send.mutate(note);
  }, errors.refused);

  return (
    <form className={form.form} onSubmit={submit} noValidate>
      <p className={classes.text}>{act.text}</p>
      <ErrorSummary items={errors.items} attempt={errors.attempt} />
      {isProblem(send.error, 'not-signed-in') ? (
        // What was written stays while one signs in elsewhere.
        <ExternalLink href={paths.operatorSignIn}>{t('operators.note.signIn')}</ExternalLink>
      ) : null}
      <Textarea
        id="note"
        data-autofocus
        label={t('operators.note.label')}
        description={t('operators.note.hint')}
        error={fieldMessage(errors.messageOf('note'))}
        rows={3}
        required
        {...fields.register('note')}
      />
      <Actions>
        <BusyButton busy={send.isPending} busyText={t('operators.note.sending')}>
          {act.submit}
        </BusyButton>
        <Button size="lg" variant="text" onClick={onClose}>
          {t('ui.cancel')}
        </Button>
      </Actions>
    </form>
  );
}

type ButtonProps = {
  act: ActName;
  variant?: 'filled' | 'outline' | 'text';
  /** What tells it from others of its kind on the page. */
  label?: string;
  /** Why it cannot be done, whoever asks. */
  refusal?: string | undefined;
  onClick: () => void;
  children: ReactNode;
};

/** Begins an act. Where it is not for this operator, or not now, the button stays and the reason stands beside it. */
export function ActButton({ act, variant = 'outline', label, refusal, onClick, children }: ButtonProps) {
  const reasonId = useId();
  const reason = useRefusal()(act) ?? refusal;
  return (
    <span className={classes.act}>
      <Button
        size="sm"
        variant={variant}
        aria-label={label}
        aria-disabled={reason ? true : undefined}
        aria-describedby={reason ? reasonId : undefined}
        onClick={() => !reason && onClick()}
      >
        {children}
      </Button>
      {reason ? <span id={reasonId}>{reason}</span> : null}
    </span>
  );
}
