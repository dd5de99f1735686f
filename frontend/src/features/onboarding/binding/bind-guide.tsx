import '@mantine/core/styles/UnstyledButton.layer.css';
import '@mantine/core/styles/CloseButton.layer.css';
import '@mantine/core/styles/Overlay.layer.css';
import '@mantine/core/styles/Paper.layer.css';
import '@mantine/core/styles/ModalBase.layer.css';
import '@mantine/core/styles/Modal.layer.css';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Onboarding } from '../../../api/onboardings';
import { paths } from '../../../paths';
import { buttonClass } from '../../../ui/button';
import { Dialog } from '../../../ui/dialog';
import { PayerLine } from '../../../ui/payer-card';
import classes from './bind-guide.module.css';

type Props = { onboarding: Onboarding; opened: boolean; onClose: () => void };

/** What binding consists of, in one picture, before it begins. */
export function BindGuide({ onboarding, opened, onClose }: Props) {
  const { t } = useTranslation();
  const { payer } = onboarding;
  return (
    <Dialog
      opened={opened}
      onClose={onClose}
      title={t('binding.guide.title')}
      size={760}
      footer={
        <Link
          className={buttonClass({ size: 'md' })}
          to={paths.bind}
          params={{ onboardingId: onboarding.id }}
          data-autofocus
        >
          {t('binding.guide.gotIt')}
        </Link>
      }
    >
      <p className={classes.lead}>{t('binding.guide.lead')}</p>
      <ol className={classes.steps}>
        <Step number={1} title={t('binding.guide.prove')} text={t('binding.guide.proveText')}>
          <ProvePicture />
        </Step>
        <Step number={2} title={t('binding.guide.add')} text={t('binding.guide.addText')}>
          <AddPicture />
        </Step>
        <Step number={3} title={t('binding.guide.confirm')} text={t('binding.guide.confirmText')}>
          <ConfirmPicture />
          <span className={classes.payers}>
            <span>{t('binding.guide.payerToday')}</span>
            <b>{t('payer.account', { account: payer.awsAccount })}</b>
          </span>
        </Step>
      </ol>
      <PayerLine payer={payer} />
    </Dialog>
  );
}

type StepProps = { number: number; title: string; text: string; children: ReactNode };

function Step({ number, title, text, children }: StepProps) {
  return (
    <li className={classes.step}>
      <div className={classes.picture} aria-hidden="true">
        {children}
      </div>
      <p>
        <b>
          {number}. {title}
        </b>
        <span>{text}</span>
      </p>
    </li>
  );
}

/** A card with a name and six cells. */
function ProvePicture() {
  return (
    <svg viewBox="0 0 156 70" focusable="false" aria-hidden="true">
      <rect className={classes.paper} x=".5" y=".5" width="155" height="69" rx="7" />
      <rect className={classes.ink} x="15" y="15" width="61" height="5" rx="2.5" />
      <rect className={classes.paper} x="15" y="27" width="126" height="13" rx="3" />
      {[0, 1, 2, 3, 4, 5].map((cell) => (
        <rect key={cell} className={classes.cell} x={15.5 + cell * 17} y="48" width="13" height="13" rx="3" />
      ))}
    </svg>
  );
}

/** Three rows, two of them chosen. */
function AddPicture() {
  return (
    <svg viewBox="0 0 156 82" focusable="false" aria-hidden="true">
      {[72, 54, 86].map((width, row) => (
        <g key={width}>
          <rect className={classes.paper} x=".5" y={0.5 + row * 29} width="155" height="23" rx="5" />
          <rect className={classes.ink} x="11" y={9.5 + row * 29} width={width} height="5" rx="2.5" />
          <rect
            className={row < 2 ? classes.chosen : classes.open}
            x="119"
            y={4.5 + row * 29}
            width="30"
            height="15"
            rx="4"
          />
        </g>
      ))}
    </svg>
  );
}

/** Time, with the hour at which the payer changes. */
function ConfirmPicture() {
  return (
    <svg viewBox="0 0 164 66" focusable="false" aria-hidden="true">
      <rect className={classes.hour} x="56" y="0" width="52" height="19" rx="9.5" />
      <text className={classes.hourText} x="82" y="13.5" textAnchor="middle">
        15:00
      </text>
      <rect className={classes.ink} x="0" y="49" width="82" height="8" />
      <rect className={classes.chosen} x="82" y="49" width="82" height="8" />
      <path className={classes.mark} d="M82 19v46" />
    </svg>
  );
}
