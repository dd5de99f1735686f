import type { TFunction } from 'i18next';

const known = {
  createOperatorSession: true,
  deleteOperatorSession: true,
  askAws: true,
  noteSubscription: true,
  remindUnregisteredBuyer: true,
  replayEvent: true,
  closeEvent: true,
  resendRecord: true,
  uploadRateCard: true,
};

/** An act in words. One that this page has not heard of keeps the server's own. */
export const actName = (act: string, t: TFunction): string =>
  Object.hasOwn(known, act) ? t(`operators.acts.${act as keyof typeof known}`) : act;
