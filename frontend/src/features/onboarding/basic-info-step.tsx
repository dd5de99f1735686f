import { zodResolver } from '@hookform/resolvers/zod';
import { TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useForm } from 'react-hook-form';
import { Trans, useTranslation } from 'react-i18next';
import { type BasicInfo, saveBasicInfo } from '../../api/onboardings';
import { isProblem } from '../../api/problem';
import { paths } from '../../paths';
import { buttonClass } from '../../ui/button';
import { BusyButton } from '../../ui/form/busy-button';
import { ErrorSummary } from '../../ui/form/error-summary';
import { fieldMessage } from '../../ui/form/field-message';
import form from '../../ui/form/form.module.css';
import { PasswordField } from '../../ui/form/password-field';
import { RadioCard, RadioCards } from '../../ui/form/radio-card';
import { useFormErrors } from '../../ui/form/use-form-errors';
import { Icon } from '../../ui/icon';
import { Actions, Lead } from '../../ui/page-frame';
import { PageHeading } from '../../ui/page-heading';
import { type BasicInfoValues, basicInfoSchema } from './basic-info-schema';
import { EmailProof } from './email-proof';
import type { StepProps } from './register-page';

const names = ['siteId', 'username', 'password', 'repeat', 'email', 'phone'] as const;

/** Step 1: who signs in. */
export function BasicInfoStep({ onboarding, settings, onDone, onFailure }: StepProps) {
  const { t } = useTranslation();
  const { basicInfo, email, sites, payer } = onboarding;
  const [changingEmail, setChangingEmail] = useState(false);
  const provedEmail = email?.verified && !changingEmail ? email.address : '';
  const codeSent = !changingEmail && email?.code !== undefined;
  const selectable = sites.filter((site) => site.selectable);

  const fields = useForm<BasicInfoValues>({
    resolver: zodResolver(basicInfoSchema(settings, codeSent)),
    mode: 'onTouched',
    shouldFocusError: false,
    defaultValues: {
      // A single site is no question; of several, none is chosen for the buyer.
      siteId: basicInfo?.siteId ?? (selectable.length === 1 ? (selectable[0]?.id ?? '') : ''),
      username: basicInfo?.username ?? '',
      password: '',
      repeat: '',
      email: provedEmail,
      phone: basicInfo?.phone ?? '',
    },
  });
  const errors = useFormErrors(
    fields,
    names,
    { username: settings.username, password: settings.password },
    { siteId: 'site', email: provedEmail ? 'confirmed' : codeSent ? 'code' : 'email' },
  );
  const { register, setValue, watch, formState } = fields;

  useEffect(() => {
    setValue('email', provedEmail, { shouldValidate: provedEmail !== '' });
  }, [provedEmail, setValue]);

  const save = useMutation({
    mutationFn: (body: BasicInfo) => saveBasicInfo(onboarding.id, body),
    onSuccess: onDone,
    onError: (error) => {
      if (!onFailure(error)) errors.failed(error);
    },
  });
  const submit = fields.handleSubmit(({ repeat: _, phone, ...values }) => {
    if (save.isPending) return;
    errors.sending();
    save.mutate({ ...values, email: provedEmail, phone: phone || null });
  }, errors.refused);

  const [password, repeat] = watch(['password', 'repeat']);
  const same = repeat !== '' && password === repeat;
  const taken =
    isProblem(save.error) && save.error.problem.errors?.some(({ code }) => code === 'username-taken') === true;

  return (
    <>
      <PageHeading title={t('steps.basicInfo')} />
      <Lead>{t('register.basic.lead')}</Lead>
      <ErrorSummary items={errors.items} attempt={errors.attempt} />
      <form className={form.form} onSubmit={submit} noValidate>
        <RadioCards
          id="site-group"
          legend={t('register.basic.site')}
          hint={t('register.basic.siteHint')}
          error={fieldMessage(errors.messageOf('siteId'))}
        >
          {sites.map((site) => (
            <RadioCard
              key={site.id}
              id={site.id === selectable[0]?.id ? 'site' : undefined}
              {...register('siteId')}
              value={site.id}
              disabled={!site.selectable}
              title={site.name}
            >
              {site.selectable
                ? t('register.basic.siteFacts', {
                    region: site.awsRegion,
                    zone: site.billingDayZone,
                    currency: payer.currency,
                  })
                : (site.reason ?? t('register.basic.notWithPurchase'))}
            </RadioCard>
          ))}
        </RadioCards>
        <div>
          <TextInput
            id="username"
            label={t('register.basic.username')}
            description={t('register.basic.usernameHint')}
            error={fieldMessage(errors.messageOf('username'))}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            required
            {...register('username')}
          />
          {taken && formState.errors.username ? (
            <p className={form.aside}>
              <Trans
                i18nKey="register.basic.usernameTakenHint"
                components={{ bind: <Link to={paths.bind} params={{ onboardingId: onboarding.id }} /> }}
              />
            </p>
          ) : null}
        </div>
        <div>
          {basicInfo ? <p className={form.aside}>{t('register.basic.passwordAgain')}</p> : null}
          <div className={form.pair}>
            <PasswordField
              id="password"
              label={t('register.basic.password')}
              description={t('register.basic.passwordHint', { min: settings.password.min })}
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              error={fieldMessage(errors.messageOf('password'))}
              autoComplete="new-password"
              required
              {...register('password', { deps: formState.touchedFields.repeat ? ['repeat'] : [] })}
            />
            <div>
              <PasswordField
                id="repeat"
                label={t('register.basic.repeat')}
                error={fieldMessage(errors.messageOf('repeat'))}
                autoComplete="new-password"
                required
                {...register('repeat')}
              />
              {same ? (
                <p className={form.ok}>
                  <Icon name="check" />
                  {t('register.basic.same')}
                </p>
              ) : null}
            </div>
          </div>
        </div>
        <EmailProof
          onboarding={onboarding}
          digits={settings.code.digits}
          changing={changingEmail}
          onChanging={setChangingEmail}
          formMessage={errors.messageOf('email')}
          onChanged={() => errors.forget('email')}
          onFailure={onFailure}
        />
        <TextInput
          id="phone"
          type="tel"
          label={
            <>
              {t('register.basic.phone')} <span className={form.optional}>{t('ui.optional')}</span>
            </>
          }
          description={t('register.basic.phoneHint')}
          error={fieldMessage(errors.messageOf('phone'))}
          autoComplete="tel"
          {...register('phone')}
        />
        <Actions>
          <BusyButton busy={save.isPending} busyText={t('register.saving')}>
            {t('register.continue')}
          </BusyButton>
          <Link
            className={buttonClass({ variant: 'text', size: 'lg' })}
            to={basicInfo ? paths.register : paths.onboarding}
            params={{ onboardingId: onboarding.id }}
          >
            {t('ui.back')}
          </Link>
        </Actions>
      </form>
    </>
  );
}
