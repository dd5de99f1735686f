import type { SettlementBinding } from '../../api/workspaces';

export type Period = {
  binding: SettlementBinding;
  /** When its successor began; none for the one that holds until further notice. */
  until: string | undefined;
  /** Taken back before it began: its successor began at the same instant. */
  never: boolean;
};

/** From bindings, newest first, the time that each one held: until its successor began. */
export function periodsOf(bindings: SettlementBinding[]): Period[] {
  return bindings.map((binding, index) => {
    const until = bindings[index - 1]?.effectiveFrom;
    return { binding, until, never: until !== undefined && Date.parse(until) <= Date.parse(binding.effectiveFrom) };
  });
}
