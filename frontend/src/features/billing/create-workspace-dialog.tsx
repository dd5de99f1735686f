import { zodResolver } from '@hookform/resolvers/zod';
import { TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import * as z from 'zod/mini';
import { useSubmitIntention } from '../../api/idempotency';
import { isProblem } from '../../api/problem';
import { type Session, sessionQuery } from '../../api/session';
import { type Settings, settingsQuery } from '../../api/settings';
import { createWorkspace, type NewWorkspace, type Workspace } from '../../api/workspaces';
import { Banner } from '../../ui/banner';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Failing } from '../../ui/failing';
import { BusyButton } from '../../ui/form/busy-button';
import { ErrorSummary } from '../../ui/form/error-summary';
import { fieldMessage } from '../../ui/form/field-message';
import form from '../../ui/form/form.module.css';
import { LanguageChoice } from '../../ui/form/language-choice';
import { RadioCard, RadioCards } from '../../ui/form/radio-card';
import { useFormErrors } from '../../ui/form/use-form-errors';
import { workspaceSchema } from '../../ui/form/workspace-schema';
import { Loading } from '../../ui/loading';
import { Actions } from '../../ui/page-frame';

type Props = { session: Session; opened: boolean; onClose: () => void; onCreated: (workspace: Workspace) => void };

/** A further workspace, settled by the enterprise account itself. */
export function CreateWorkspaceDialog({ session, opened, onClose, onCreated }: Props) {
  const { t } = useTranslation();
  const settings = useQuery({ ...settingsQuery, enabled: opened });
  return (
    <Dialog opened={opened} onClose={onClose} title={t('billing.create.title')} closeOnClickOutside={false}>
      {settings.data ? (
        <CreateForm session={session} settings={settings.data} onClose={onClose} onCreated={onCreated} />
      ) : settings.error ? (
        <Failing error={settings.error} retrying={settings.isFetching} onRetry={() => void settings.refetch()} />
      ) : (
        <Loading />
      )}
    </Dialog>
  );
}

const schemaOf = (settings: Settings) =>
  z.extend(workspaceSchema(settings.workspaceName), {
    siteId: z.string('errors.site').check(z.minLength(1, 'errors.site')),
  });
type Values = z.infer<ReturnType<typeof schemaOf>>;

const names = ['workspaceName', 'siteId', 'language'] as const;

type FormProps = Pick<Props, 'session' | 'onClose' | 'onCreated'> & { settings: Settings };

function CreateForm({ session, settings, onClose, onCreated }: FormProps) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const intention = useSubmitIntention();
  const { sites, username } = session.enterpriseAccount;
  const fields = useForm<Values>({
    resolver: zodResolver(schemaOf(settings)),
    mode: 'onTouched',
    shouldFocusError: false,
    defaultValues: { workspaceName: '', language: '', siteId: sites.length === 1 ? (sites[0]?.id ?? '') : '' },
  });
  const errors = useFormErrors(
    fields,
    names,
    { workspaceName: settings.workspaceName },
    { siteId: 'new-site' },
    // The contract calls it `name`; the form shares its field with the first workspace.
    { name: 'workspaceName' },
  );

  const create = useMutation({
    mutationFn: (body: NewWorkspace) => intention.run(body, (key) => createWorkspace(body, key)),
    onSuccess: async (workspace) => {
      await queryClient.invalidateQueries({ queryKey: ['workspaces'] });
      onCreated(workspace);
    },
    onError: (error) => {
      if (isProblem(error, 'not-signed-in')) void queryClient.resetQueries({ queryKey: sessionQuery.queryKey });
      else errors.failed(error);
    },
  });
  const submit = fields.handleSubmit(({ workspaceName, language, siteId }) => {
    if (create.isPending) return;
    errors.sending();
    create.mutate({ name: workspaceName, language: language as NewWorkspace['language'], siteId });
  }, errors.refused);

  return (
    <form className={form.form} onSubmit={submit} noValidate>
      <ErrorSummary items={errors.items} attempt={errors.attempt} />
      <TextInput
        id="workspaceName"
        data-autofocus
        label={t('billing.create.name')}
        description={t('billing.create.nameHint')}
        error={fieldMessage(errors.messageOf('workspaceName'))}
        autoComplete="off"
        required
        {...fields.register('workspaceName')}
      />
      <RadioCards
        id="new-site-group"
        legend={t('billing.create.site')}
        hint={t('billing.create.siteHint')}
        error={fieldMessage(errors.messageOf('siteId'))}
      >
        {sites.map((site, index) => (
          <RadioCard
            key={site.id}
            id={index === 0 ? 'new-site' : undefined}
            {...fields.register('siteId')}
            value={site.id}
            title={site.name}
          >
            {t('billing.create.siteFacts', { region: site.awsRegion, zone: site.billingDayZone })}
          </RadioCard>
        ))}
      </RadioCards>
      <LanguageChoice register={fields.register('language')} error={fieldMessage(errors.messageOf('language'))} />
      <Banner kind="note">{t('billing.create.settled', { username })}</Banner>
      <Actions>
        <BusyButton busy={create.isPending} busyText={t('billing.create.creating')}>
          {t('billing.create.submit')}
        </BusyButton>
        <Button size="lg" variant="text" onClick={onClose}>
          {t('ui.cancel')}
        </Button>
      </Actions>
    </form>
  );
}
