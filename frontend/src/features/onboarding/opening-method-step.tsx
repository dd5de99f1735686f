import { zodResolver } from '@hookform/resolvers/zod';
import { TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { useSubmitIntention } from '../../api/idempotency';
import { isOver, type Language, type OpeningMethod, openWorkspace } from '../../api/onboardings';
import card from '../../ui/card.module.css';
import { BusyButton } from '../../ui/form/busy-button';
import { ErrorSummary } from '../../ui/form/error-summary';
import { fieldMessage } from '../../ui/form/field-message';
import form from '../../ui/form/form.module.css';
import { LanguageChoice } from '../../ui/form/language-choice';
import { useFormErrors } from '../../ui/form/use-form-errors';
import { type WorkspaceValues, workspaceSchema } from '../../ui/form/workspace-schema';
import { Actions, Lead } from '../../ui/page-frame';
import { PageHeading } from '../../ui/page-heading';
import classes from './register.module.css';
import type { StepProps } from './register-page';

const names = ['workspaceName', 'language'] as const;

/** Step 3: the first workspace, and the word that this AWS account is to pay. */
export function OpeningMethodStep({ onboarding, settings, onDone, onFailure }: StepProps) {
  const { t } = useTranslation();
  const intention = useSubmitIntention();
  const { payer, basicInfo, sites } = onboarding;
  const fields = useForm<WorkspaceValues>({
    resolver: zodResolver(workspaceSchema(settings.workspaceName)),
    mode: 'onTouched',
    shouldFocusError: false,
    defaultValues: { workspaceName: '', language: '' },
  });
  const errors = useFormErrors(fields, names, { workspaceName: settings.workspaceName });

  const open = useMutation({
    mutationFn: (body: OpeningMethod) => intention.run(body, (key) => openWorkspace(onboarding.id, body, key)),
    onSuccess: onDone,
    onError: (error) => {
      if (!onFailure(error)) errors.failed(error);
    },
  });
  const submit = fields.handleSubmit(({ workspaceName, language }) => {
    if (open.isPending) return;
    errors.sending();
    open.mutate({ workspaceName, language: language as Language, payerConfirmed: true });
  }, errors.refused);

  const [name, language] = fields.watch(['workspaceName', 'language']);
  const siteName = sites.find((site) => site.id === basicInfo?.siteId)?.name ?? basicInfo?.siteId ?? '';
  const account = payer.awsAccount;

  return (
    <>
      <PageHeading title={t('steps.openingMethod')} />
      <Lead>{t('register.opening.lead')}</Lead>
      <ErrorSummary items={errors.items} attempt={errors.attempt} />
      <form className={form.form} onSubmit={submit} noValidate>
        <TextInput
          id="workspaceName"
          label={t('register.opening.name')}
          description={t('register.opening.nameHint')}
          error={fieldMessage(errors.messageOf('workspaceName'))}
          autoComplete="off"
          required
          {...fields.register('workspaceName')}
        />
        <LanguageChoice register={fields.register('language')} error={fieldMessage(errors.messageOf('language'))} />
        <dl className={card.facts}>
          <div>
            <dt>{t('register.opening.opens')}</dt>
            <dd>{[name.trim() || t('register.opening.nameMissing'), siteName].filter(Boolean).join(t('ui.comma'))}</dd>
          </div>
          <div>
            <dt>{t('register.opening.language')}</dt>
            <dd>
              {language
                ? t('register.opening.languagePermanent', {
                    language: language === 'ZH' ? t('ui.chinese') : t('ui.english'),
                  })
                : t('register.opening.languageMissing')}
            </dd>
          </div>
          <div>
            <dt>{t('register.opening.settledBy')}</dt>
            <dd>
              {isOver(payer)
                ? t('register.opening.settledOver', { account })
                : payer.subscriptionState === 'LIVE'
                  ? t('register.opening.settledLive', { account })
                  : t('register.opening.settledPending', { account })}
            </dd>
          </div>
        </dl>
        <p className={classes.confirmNote}>{t('register.opening.confirmNote', { account })}</p>
        <Actions>
          <BusyButton busy={open.isPending} busyText={t('register.opening.opening')}>
            {t('register.opening.confirm')}
          </BusyButton>
        </Actions>
      </form>
    </>
  );
}
