import { TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useId, useRef, useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { useSubmitIntention } from '../../../api/idempotency';
import { dissolveWorkspace, useFreshSettlement } from '../../../api/settlement';
import type { Workspace } from '../../../api/workspaces';
import { announce } from '../../../ui/announce';
import { Banner } from '../../../ui/banner';
import { Button } from '../../../ui/button';
import { Dialog } from '../../../ui/dialog';
import { BusyButton } from '../../../ui/form/busy-button';
import { fieldMessage } from '../../../ui/form/field-message';
import form from '../../../ui/form/form.module.css';
import { sentenceOf } from '../../../ui/form/form-failure';
import { Actions } from '../../../ui/page-frame';
import { Refusal } from '../../../ui/payer-change';
import classes from './settlement.module.css';

type Props = { workspace: Workspace; opened: boolean; onClose: () => void };

/** Deletes a workspace for ever, for who types its name. */
export function DissolveDialog({ workspace, opened, onClose }: Props) {
  const { t } = useTranslation();
  const refresh = useFreshSettlement();
  const intention = useSubmitIntention();
  const [name, setName] = useState('');
  const [problem, setProblem] = useState<'missing' | 'mismatch'>();
  const field = useRef<HTMLInputElement>(null);
  const hint = useId();

  const dissolve = useMutation({
    mutationFn: (given: string) => intention.run(given, (key) => dissolveWorkspace(workspace.id, given, key)),
    onSuccess: async (answer) => {
      close();
      await refresh(answer);
      announce(t('settlement.dissolve.done'));
    },
    onError: () => refresh(),
  });

  function close() {
    setName('');
    setProblem(undefined);
    dissolve.reset();
    onClose();
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    if (dissolve.isPending) return;
    const wrong = name === workspace.name ? undefined : name === '' ? 'missing' : 'mismatch';
    setProblem(wrong);
    if (wrong) field.current?.focus();
    else dissolve.mutate(name);
  }

  return (
    <Dialog
      opened={opened}
      onClose={() => !dissolve.isPending && close()}
      title={t('settlement.dissolve.title', { name: workspace.name })}
      closeOnClickOutside={false}
    >
      <p className={classes.dialogText}>{t('settlement.dissolve.lead')}</p>
      {dissolve.error ? (
        <Refusal>
          <Banner kind="refused">{sentenceOf(dissolve.error, t)}</Banner>
        </Refusal>
      ) : null}
      <form className={form.form} onSubmit={submit} noValidate>
        <TextInput
          ref={field}
          data-autofocus
          label={t('settlement.dissolve.field')}
          description={<Trans i18nKey="settlement.dissolve.hint" components={{ name: <b>{workspace.name}</b> }} />}
          descriptionProps={{ id: hint }}
          error={problem ? fieldMessage(t(`settlement.dissolve.${problem}`)) : undefined}
          value={name}
          onChange={(event) => {
            setName(event.currentTarget.value);
            setProblem(undefined);
          }}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          required
        />
        <Actions>
          <BusyButton variant="danger" busy={dissolve.isPending} busyText={t('settlement.dissolve.dissolving')}>
            {t('settlement.dissolve.submit')}
          </BusyButton>
          <Button size="lg" variant="text" onClick={() => !dissolve.isPending && close()}>
            {t('ui.cancel')}
          </Button>
        </Actions>
      </form>
    </Dialog>
  );
}
