import '@mantine/core/styles/UnstyledButton.layer.css';
import '@mantine/core/styles/Input.layer.css';
import '@mantine/core/styles/ActionIcon.layer.css';
import '@mantine/core/styles/PasswordInput.layer.css';
import '@mantine/core/styles/InlineInput.layer.css';
import '@mantine/core/styles/Checkbox.layer.css';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Navigate, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isBinding, type Onboarding, onboardingQuery } from '../../api/onboardings';
import { type Settings, settingsQuery } from '../../api/settings';
import { paths } from '../../paths';
import { announce } from '../../ui/announce';
import { Banner } from '../../ui/banner';
import { Failing } from '../../ui/failing';
import { Loading } from '../../ui/loading';
import { PageFrame } from '../../ui/page-frame';
import { PayerCard, PayerStrip } from '../../ui/payer-card';
import { Steps } from '../../ui/steps';
import { BasicInfoStep } from './basic-info-step';
import { CompanyInfoStep } from './company-info-step';
import { OnboardingGate } from './onboarding-gate';
import { OpeningMethodStep } from './opening-method-step';
import { RegisterAside } from './register-aside';
import { type StepNumber, shownStep } from './step-logic';
import { SuccessStep } from './success-step';
import { useStepFailure } from './use-step-failure';
import { WaitingStep } from './waiting-step';

const stepNames = ['basicInfo', 'companyInfo', 'openingMethod', 'success'] as const;
const route = getRouteApi(paths.register);

/** The four steps of the registration. Which one is shown, the server says. */
export function RegisterPage() {
  const { onboardingId } = route.useParams();
  return (
    <OnboardingGate onboardingId={onboardingId}>
      {(onboarding) =>
        isBinding(onboarding) ? (
          <Navigate to={paths.bind} params={{ onboardingId }} replace />
        ) : (
          <Register onboarding={onboarding} />
        )
      }
    </OnboardingGate>
  );
}

/** What every step is given. */
export type StepProps = {
  onboarding: Onboarding;
  settings: Settings;
  /** The server has moved on: show what comes next. */
  onDone: (onboarding: Onboarding) => void;
  /** Deals with refusals that are not about the form. */
  onFailure: (error: unknown) => boolean;
};

function Register({ onboarding }: { onboarding: Onboarding }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const settings = useQuery(settingsQuery);
  const { edit } = route.useSearch();
  const [moved, setMoved] = useState(false);
  const onFailure = useStepFailure(onboarding.id, (notice) => setMoved(notice === 'moved'));
  const step = shownStep(onboarding.step, edit);

  // The page goes on by itself when AWS confirms; that must be heard, too.
  const waited = useRef(false);
  const state = onboarding.workspace?.state;
  useEffect(() => {
    if (state === 'NORMAL' && waited.current) announce(t('register.success.announced'));
    waited.current = state === 'PENDING';
  }, [state, t]);

  function onDone(next: Onboarding) {
    setMoved(false);
    queryClient.setQueryData(onboardingQuery(onboarding.id).queryKey, next);
    void navigate({ to: paths.register, params: { onboardingId: onboarding.id } });
  }

  function body(): ReactNode {
    if (step === 4) {
      const waiting = onboarding.workspace?.state === 'PENDING';
      return waiting ? <WaitingStep onboarding={onboarding} /> : <SuccessStep onboarding={onboarding} />;
    }
    if (!settings.data) {
      if (!settings.error) return <Loading />;
      return <Failing error={settings.error} retrying={settings.isFetching} onRetry={() => void settings.refetch()} />;
    }
    const props: StepProps = { onboarding, settings: settings.data, onDone, onFailure };
    const forms: Record<Exclude<StepNumber, 4>, ReactNode> = {
      1: <BasicInfoStep {...props} />,
      2: <CompanyInfoStep {...props} />,
      3: <OpeningMethodStep {...props} />,
    };
    return forms[step];
  }

  return (
    <PageFrame
      top={
        <>
          <PayerStrip payer={onboarding.payer} />
          <Steps current={step} names={stepNames.map((name) => t(`steps.${name}`))} />
        </>
      }
      aside={
        <>
          <PayerCard payer={onboarding.payer} />
          <RegisterAside onboarding={onboarding} step={step} />
        </>
      }
    >
      {moved ? <Banner kind="note">{t('register.moved')}</Banner> : null}
      {body()}
    </PageFrame>
  );
}
