import { useTranslation } from 'react-i18next';
import type { HourState } from '../../../api/charges';
import type { Tone } from '../../../ui/badge';
import { Icon, type IconName } from '../../../ui/icon';
import classes from './hour-state.module.css';

const signs: Record<HourState, [Tone, IconName]> = {
  REPORTED: ['plain', 'ring'],
  PRICED: ['plain', 'half'],
  FROZEN: ['good', 'lock'],
  SENT: ['good', 'up'],
  ACCEPTED: ['good', 'check'],
  COVERED: ['good', 'receipt'],
  PARKED: ['wait', 'pause'],
  LOST: ['bad', 'cross'],
  RECORDED: ['plain', 'receipt'],
  UNCHARGED: ['plain', 'minus'],
};

/** In the order in which an hour goes through them. */
export const hourStates = Object.keys(signs) as HourState[];

/** The tone and the sign of a state; one that this page has not heard of is plain. */
export const signOf = (state: HourState): [Tone, IconName] => signs[state] ?? ['plain', 'info'];

/** A state in a word. */
export function useStateName(): (state: HourState) => string {
  const { t } = useTranslation();
  return (state) => (state in signs ? t(`charges.states.${state}`) : state);
}

/** The cell of an hour, and its like in the legend: told apart by sign and border as well as by colour. */
export function HourSign({ state }: { state: HourState }) {
  return (
    <span className={classes.sign} data-state={state}>
      <Icon name={signOf(state)[1]} size={14} />
    </span>
  );
}
