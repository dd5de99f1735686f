import { zodResolver } from '@hookform/resolvers/zod';
import { Checkbox, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useForm } from 'react-hook-form';
import { Trans, useTranslation } from 'react-i18next';
import {
  type Candidate,
  createBoundWorkspace,
  type NewOwner,
  type OwnerAccount,
  registerGuanceAccount,
} from '../../../api/binding';
import { useSubmitIntention } from '../../../api/idempotency';
import type { Language, Onboarding, SiteChoice } from '../../../api/onboardings';
import type { Settings } from '../../../api/settings';
import { formatLongDay } from '../../../i18n/format';
import { Banner } from '../../../ui/banner';
import { BusyButton } from '../../../ui/form/busy-button';
import { ErrorSummary } from '../../../ui/form/error-summary';
import { fieldMessage } from '../../../ui/form/field-message';
import form from '../../../ui/form/form.module.css';
import { LanguageChoice } from '../../../ui/form/language-choice';
import { PasswordField } from '../../../ui/form/password-field';
import { useFormErrors } from '../../../ui/form/use-form-errors';
import { ExternalLink } from '../../../ui/links';
import { Actions } from '../../../ui/page-frame';
import { codeRefusal } from '../code-panel';
import classes from './bind.module.css';
import { type OwnerCode, OwnerProof } from './owner-proof';
import { type OwnerValues, ownerSchema } from './owner-schema';

const names = [
  'workspaceName',
  'language',
  'username',
  'password',
  'repeat',
  'email',
  'code',
  'phone',
  'agreementsVersion',
] as const;

type Props = {
  account: OwnerAccount;
  onboarding: Onboarding;
  settings: Settings;
  site: SiteChoice;
  onCreated: (candidate: Candidate) => Promise<void>;
  /** To the other form, for who has no Guance account. */
  onRegister: () => void;
  onFailure: (error: unknown) => boolean;
};

/** A workspace that the purchase pays for from its first moment, and the Guance account that owns it: existing, or new. */
export function NewWorkspaceForm({ account, onboarding, settings, site, onCreated, onRegister, onFailure }: Props) {
  const { t } = useTranslation();
  const intention = useSubmitIntention();
  const { agreements } = settings;
  const { payer } = onboarding;
  const isNew = account === 'NEW';
  const id = isNew ? 'new-owner' : 'owner';
  const [code, setCode] = useState<OwnerCode>();
  const sent = code?.siteId === site.id ? code : undefined;
  const isProved = (address: string) =>
    !isNew &&
    (onboarding.provedOwners ?? []).some(
      (owner) => owner.siteId === site.id && owner.email === address.trim().toLowerCase(),
    );

  const fields = useForm<OwnerValues>({
    resolver: zodResolver(ownerSchema(settings, account, sent !== undefined, isProved)),
    mode: 'onTouched',
    shouldFocusError: false,
    defaultValues: {
      workspaceName: '',
      language: '',
      username: '',
      password: '',
      repeat: '',
      email: '',
      code: '',
      phone: '',
      agreementsVersion: false,
    },
  });
  const errors = useFormErrors(
    fields,
    names,
    { workspaceName: settings.workspaceName, username: settings.username, password: settings.password },
    {
      workspaceName: `${id}-workspaceName`,
      language: `${id}-language`,
      username: `${id}-username`,
      password: `${id}-password`,
      repeat: `${id}-repeat`,
      email: `${id}-email`,
      code: sent ? `${id}-code` : `${id}-email`,
      phone: `${id}-phone`,
      agreementsVersion: `${id}-agreements`,
    },
  );
  const { register, setValue, watch, formState } = fields;
  const [email, entered] = watch(['email', 'code']);

  // A code is of one site: what was entered of it is of no use at another.
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the site changes
  useEffect(() => {
    setValue('code', '');
    errors.forget('code');
  }, [site.id]);

  const create = useMutation({
    mutationFn: ({ username, password, phone, code: digits, ...rest }: NewOwner) => {
      if (isNew) {
        const owner = { ...rest, code: digits, username, password, phone: phone ?? null };
        return intention.run(owner, (key) => registerGuanceAccount(onboarding.id, owner, key));
      }
      const workspace = digits ? { ...rest, code: digits } : rest;
      return intention.run(workspace, (key) => createBoundWorkspace(onboarding.id, workspace, key));
    },
    onSuccess: async (candidate) => {
      fields.reset();
      setCode(undefined);
      await onCreated(candidate);
    },
    onError: (error) => {
      if (onFailure(error)) return;
      const message = codeRefusal(error, t, { exhausted: t('binding.owner.exhausted') });
      if (!message) {
        errors.failed(error);
        return;
      }
      fields.setError('code', { type: 'server', message });
      errors.refused();
    },
  });
  const submit = fields.handleSubmit((values) => {
    if (create.isPending) return;
    errors.sending();
    create.mutate({
      siteId: site.id,
      workspaceName: values.workspaceName,
      language: values.language as Language,
      email: sent?.address ?? values.email,
      code: values.code,
      agreementsVersion: agreements.version,
      payerConfirmed: true,
      username: values.username,
      password: values.password,
      phone: values.phone || null,
    });
  }, errors.refused);

  const proved = sent === undefined && isProved(email);
  const waits = !proved && entered.length < settings.code.digits;
  const button = t(isNew ? 'binding.owner.register' : 'binding.owner.create');
  const settled = payer.subscriptionState === 'PENDING' ? 'binding.owner.settledPending' : 'binding.owner.settled';
  return (
    <form className={form.form} onSubmit={submit} noValidate>
      <ErrorSummary items={errors.items} attempt={errors.attempt} />
      <TextInput
        id={`${id}-workspaceName`}
        label={t('binding.owner.workspaceName')}
        description={t('register.opening.nameHint')}
        error={fieldMessage(errors.messageOf('workspaceName'))}
        autoComplete="off"
        required
        {...register('workspaceName')}
      />
      <LanguageChoice
        id={`${id}-language`}
        register={register('language')}
        error={fieldMessage(errors.messageOf('language'))}
      />
      {isNew ? (
        <>
          <TextInput
            id={`${id}-username`}
            label={t('binding.owner.username')}
            description={t('binding.owner.usernameHint')}
            error={fieldMessage(errors.messageOf('username'))}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            required
            {...register('username')}
          />
          <div className={form.pair}>
            <PasswordField
              id={`${id}-password`}
              label={t('register.basic.password')}
              description={t('register.basic.passwordHint', { min: settings.password.min })}
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              error={fieldMessage(errors.messageOf('password'))}
              autoComplete="new-password"
              required
              {...register('password', { deps: formState.touchedFields.repeat ? ['repeat'] : [] })}
            />
            <PasswordField
              id={`${id}-repeat`}
              label={t('register.basic.repeat')}
              error={fieldMessage(errors.messageOf('repeat'))}
              autoComplete="new-password"
              required
              {...register('repeat')}
            />
          </div>
        </>
      ) : null}
      <OwnerProof
        account={account}
        onboarding={onboarding}
        settings={settings}
        site={site}
        proved={proved}
        email={email}
        onEmail={(next) => {
          setValue('email', next, { shouldValidate: formState.isSubmitted || formState.errors.email !== undefined });
          errors.forget('code');
        }}
        onInvalid={() => {
          void fields.trigger('email');
          document.getElementById(`${id}-email`)?.focus();
        }}
        emailProblem={errors.messageOf('email') ?? (sent ? undefined : errors.messageOf('code'))}
        hint={
          isNew ? (
            t('binding.owner.newEmailHint', { site: site.name })
          ) : (
            <>
              {t('binding.owner.emailHint', { site: site.name })} {t('binding.owner.noAccount')}{' '}
              <button type="button" className={classes.inline} onClick={onRegister}>
                {t('binding.workspaces.register')}
              </button>
            </>
          )
        }
        code={entered}
        onCode={(next) => {
          setValue('code', next);
          errors.forget('code');
        }}
        codeProblem={errors.messageOf('code')}
        sent={sent}
        stale={code !== undefined && sent === undefined}
        onSent={(next) => {
          setCode(next);
          errors.forget('code');
          errors.forget('email');
        }}
        onFailure={onFailure}
      />
      {isNew ? (
        <TextInput
          id={`${id}-phone`}
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
      ) : null}
      <Checkbox
        id={`${id}-agreements`}
        label={
          <Trans
            i18nKey="binding.owner.agree"
            values={{ version: formatLongDay(agreements.version) }}
            components={{
              terms: <ExternalLink href={agreements.termsUrl} />,
              privacy: <ExternalLink href={agreements.privacyUrl} />,
            }}
          />
        }
        error={fieldMessage(errors.messageOf('agreementsVersion'))}
        aria-invalid={errors.messageOf('agreementsVersion') ? true : undefined}
        {...register('agreementsVersion')}
      />
      <Banner kind="note">
        <Trans
          i18nKey={settled}
          values={{ account: payer.awsAccount, button, site: site.name }}
          components={{ b: <b /> }}
        />
      </Banner>
      <Actions>
        <BusyButton
          size="md"
          variant="outline"
          busy={create.isPending}
          busyText={t(isNew ? 'binding.owner.registering' : 'binding.owner.creating')}
          {...(waits ? { waitsFor: `${id}-reason` } : {})}
        >
          {button}
        </BusyButton>
        {waits ? (
          <p id={`${id}-reason`} className={classes.small}>
            {t('binding.owner.codeFirst')}
          </p>
        ) : null}
      </Actions>
    </form>
  );
}
