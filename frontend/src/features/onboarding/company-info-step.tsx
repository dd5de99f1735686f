import { zodResolver } from '@hookform/resolvers/zod';
import { Checkbox, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useForm } from 'react-hook-form';
import { Trans, useTranslation } from 'react-i18next';
import { useSubmitIntention } from '../../api/idempotency';
import { type CompanyInfo, registerAccounts } from '../../api/onboardings';
import { formatLongDay } from '../../i18n/format';
import { paths } from '../../paths';
import { Banner } from '../../ui/banner';
import { buttonClass } from '../../ui/button';
import { BusyButton } from '../../ui/form/busy-button';
import { ErrorSummary } from '../../ui/form/error-summary';
import { fieldMessage } from '../../ui/form/field-message';
import form from '../../ui/form/form.module.css';
import { useFormErrors } from '../../ui/form/use-form-errors';
import { ExternalLink } from '../../ui/links';
import { Actions, Lead } from '../../ui/page-frame';
import { PageHeading } from '../../ui/page-heading';
import { type CompanyInfoValues, companyInfoSchema, DESCRIPTION_MAX } from './company-info-schema';
import { MoreInformation } from './more-information';
import type { StepProps } from './register-page';

const names = ['companyName', 'industry', 'region', 'contactName', 'description', 'agreementsVersion'] as const;

/** Step 2: the company. With it the accounts are created. */
export function CompanyInfoStep({ onboarding, settings, onDone, onFailure }: StepProps) {
  const { t } = useTranslation();
  const intention = useSubmitIntention();
  const { agreements } = settings;
  const fields = useForm<CompanyInfoValues>({
    resolver: zodResolver(companyInfoSchema(settings.companyName)),
    mode: 'onTouched',
    shouldFocusError: false,
    defaultValues: {
      companyName: onboarding.companyName ?? '',
      industry: '',
      region: '',
      contactName: '',
      description: '',
      agreementsVersion: false,
    },
  });
  // The accounts are made of step 1 as well: what was taken in the meantime is mended there.
  const basicInfo = {
    to: paths.register,
    params: { onboardingId: onboarding.id },
    search: { edit: 'basic-info' },
  } as const;
  const errors = useFormErrors(
    fields,
    names,
    { companyName: settings.companyName, description: { max: DESCRIPTION_MAX } },
    { agreementsVersion: 'agreements' },
    {},
    { siteId: basicInfo, username: basicInfo, password: basicInfo, email: basicInfo, phone: basicInfo },
  );

  const create = useMutation({
    mutationFn: (body: CompanyInfo) => intention.run(body, (key) => registerAccounts(onboarding.id, body, key)),
    onSuccess: onDone,
    onError: (error) => {
      if (!onFailure(error)) errors.failed(error);
    },
  });
  const submit = fields.handleSubmit((values) => {
    if (create.isPending) return;
    errors.sending();
    create.mutate({
      companyName: values.companyName,
      agreementsVersion: agreements.version,
      industry: values.industry || null,
      region: values.region || null,
      contactName: values.contactName || null,
      description: values.description || null,
    });
  }, errors.refused);

  return (
    <>
      <PageHeading title={t('steps.companyInfo')} />
      <Lead>{t('register.company.lead')}</Lead>
      <ErrorSummary items={errors.items} attempt={errors.attempt} />
      <form className={form.form} onSubmit={submit} noValidate>
        <TextInput
          id="companyName"
          label={t('register.company.name')}
          description={t('register.company.nameHint')}
          error={fieldMessage(errors.messageOf('companyName'))}
          autoComplete="organization"
          required
          {...fields.register('companyName')}
        />
        <MoreInformation form={fields} messageOf={errors.messageOf} />
        <Checkbox
          id="agreements"
          label={
            <Trans
              i18nKey="register.company.agree"
              values={{ version: formatLongDay(agreements.version) }}
              components={{
                terms: <ExternalLink href={agreements.termsUrl} />,
                privacy: <ExternalLink href={agreements.privacyUrl} />,
              }}
            />
          }
          error={fieldMessage(errors.messageOf('agreementsVersion'))}
          aria-invalid={errors.messageOf('agreementsVersion') ? true : undefined}
          {...fields.register('agreementsVersion')}
        />
        <Banner kind="note">
          <b>{t('register.company.createdTitle')}</b>{' '}
          <Trans
            i18nKey="register.company.createdText"
            components={{ name: <b>{onboarding.basicInfo?.username}</b> }}
          />
        </Banner>
        <Actions>
          <BusyButton busy={create.isPending} busyText={t('register.company.creating')}>
            {t('register.continue')}
          </BusyButton>
          <Link className={buttonClass({ variant: 'text', size: 'lg' })} {...basicInfo}>
            {t('ui.back')}
          </Link>
        </Actions>
      </form>
    </>
  );
}
