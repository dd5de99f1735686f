import '@mantine/core/styles/UnstyledButton.layer.css';
import '@mantine/core/styles/Input.layer.css';
import '@mantine/core/styles/ActionIcon.layer.css';
import '@mantine/core/styles/PasswordInput.layer.css';
import '@mantine/core/styles/InlineInput.layer.css';
import '@mantine/core/styles/Checkbox.layer.css';
import '@mantine/core/styles/CloseButton.layer.css';
import '@mantine/core/styles/Overlay.layer.css';
import '@mantine/core/styles/Paper.layer.css';
import '@mantine/core/styles/ModalBase.layer.css';
import '@mantine/core/styles/Modal.layer.css';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Navigate, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isSubscriptionOver, type Onboarding, onboardingQuery } from '../../../api/onboardings';
import { type Settings, settingsQuery } from '../../../api/settings';
import { paths } from '../../../paths';
import { announce } from '../../../ui/announce';
import { Banner } from '../../../ui/banner';
import { Failing } from '../../../ui/failing';
import { Loading } from '../../../ui/loading';
import { PageFrame } from '../../../ui/page-frame';
import { PayerCard, PayerStrip } from '../../../ui/payer-card';
import { Steps } from '../../../ui/steps';
import { OnboardingGate } from '../onboarding-gate';
import { type BindStepNumber, shownBindStep } from '../step-logic';
import { type Notice, useStepFailure } from '../use-step-failure';
import classes from './bind.module.css';
import { BindAccountStep } from './bind-account-step';
import { BindSuccessStep } from './bind-success-step';
import { BindWorkspacesStep } from './bind-workspaces-step';
import { chosenSite, SiteCard } from './site-card';

const route = getRouteApi(paths.bind);
const stepNames = ['account', 'workspaces', 'finished'] as const;

/** The other way through an onboarding: an enterprise account that one has, and its workspaces. */
export function BindPage() {
  const { onboardingId } = route.useParams();
  return (
    <OnboardingGate onboardingId={onboardingId}>
      {(onboarding) => {
        const step = shownBindStep(onboarding);
        return step ? (
          <Bind onboarding={onboarding} step={step} />
        ) : (
          <Navigate to={paths.register} params={{ onboardingId }} replace />
        );
      }}
    </OnboardingGate>
  );
}

/** What the steps are given. */
export type BindStepProps = {
  onboarding: Onboarding;
  settings: Settings;
  /** Chooses the site of what is created here. */
  onSite: (siteId: string) => void;
  /** The server has moved on: show what comes next. */
  onDone: (onboarding: Onboarding) => void;
  /** Deals with refusals that are not about what one did here. */
  onFailure: (error: unknown) => boolean;
};

function Bind({ onboarding, step }: { onboarding: Onboarding; step: BindStepNumber }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const settings = useQuery(settingsQuery);
  const { site } = route.useSearch();
  const [notice, setNotice] = useState<Notice>();
  const onFailure = useStepFailure(
    onboarding.id,
    (said) => {
      setNotice(said);
      announce(t(`binding.${said}`));
    },
    paths.bind,
  );

  function onDone(next: Onboarding) {
    setNotice(undefined);
    queryClient.setQueryData(onboardingQuery(onboarding.id).queryKey, next);
    void navigate({
      to: paths.bind,
      params: { onboardingId: onboarding.id },
      search: site ? { site } : {},
      replace: true,
    });
  }

  function onSite(chosen: string) {
    void navigate({
      to: paths.bind,
      params: { onboardingId: onboarding.id },
      search: (before) => ({ ...before, site: chosen }),
      replace: true,
    });
  }

  function body(): ReactNode {
    if (step === 3) return <BindSuccessStep onboarding={onboarding} />;
    if (!settings.data) {
      if (!settings.error) return <Loading />;
      return <Failing error={settings.error} retrying={settings.isFetching} onRetry={() => void settings.refetch()} />;
    }
    const props: BindStepProps = { onboarding, settings: settings.data, onSite, onDone, onFailure };
    return step === 1 ? <BindAccountStep {...props} /> : <BindWorkspacesStep {...props} />;
  }

  const over = isSubscriptionOver(onboarding);
  const pending = onboarding.payer.subscriptionState === 'PENDING';
  return (
    <PageFrame
      top={
        <>
          <PayerStrip payer={onboarding.payer} />
          <Steps current={step} names={stepNames.map((name) => t(`binding.steps.${name}`))} />
        </>
      }
      aside={
        <>
          <PayerCard payer={onboarding.payer} />
          {step < 3 && !over ? (
            <SiteCard
              id="site"
              className={step === 2 ? classes.wide : undefined}
              sites={onboarding.sites}
              chosen={chosenSite(onboarding, site)?.id}
              onChoose={onSite}
            />
          ) : null}
          {step === 1 ? <p>{t('binding.account.aside')}</p> : null}
          {step === 2 && !over ? (
            <p>{t(pending ? 'binding.workspaces.asidePending' : 'binding.workspaces.aside')}</p>
          ) : null}
        </>
      }
    >
      {notice ? <Banner kind="note">{t(`binding.${notice}`)}</Banner> : null}
      {body()}
    </PageFrame>
  );
}
