import { useTranslation } from 'react-i18next';
import { useStateName } from './hour-state';
import type { Step } from './hour-steps';
import classes from './hour-steps-line.module.css';

type Props = { steps: Step[]; label: string; textOf: (step: Step) => string };

/** The way of an hour, one step after the other; downwards on phones. */
export function HourStepsLine({ steps, label, textOf }: Props) {
  const { t } = useTranslation();
  const nameOf = useStateName();
  return (
    <ol className={classes.steps} aria-label={label}>
      {steps.map((step, index) => (
        <li key={step.state} data-look={step.look} data-next={steps[index + 1]?.look}>
          <b>
            {nameOf(step.state)}
            {step.look === 'done' || step.look === 'todo' ? (
              <span className="visually-hidden"> ({t(`charges.hour.${step.look}`)})</span>
            ) : null}
          </b>
          <span>{textOf(step)}</span>
        </li>
      ))}
    </ol>
  );
}
