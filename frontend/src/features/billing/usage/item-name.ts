import { useTranslation } from 'react-i18next';

/** Those of the rate card that have names here. */
const known = {
  timeseries: true,
  logs: true,
  ingested_logs: true,
  traces: true,
  profiles: true,
  page_views: true,
  session_replays: true,
  synthetic_tests: true,
  triggers: true,
  sms: true,
  data_forward_external: true,
  data_forward_internal: true,
  network_hosts: true,
  sensitive_data_scans: true,
  scheduled_reports: true,
  central_pipeline: true,
};
const isKnown = (code: string): code is keyof typeof known => Object.hasOwn(known, code);

/** Counted in bytes, priced by the gigabyte. */
const inBytes = new Set([
  'ingested_logs',
  'data_forward_external',
  'data_forward_internal',
  'sensitive_data_scans',
  'central_pipeline',
]);

/** `logs@7d`: what is charged, and for how many days it is kept. */
export function readItem(item: string): { code: string; keptDays: number | undefined } {
  const match = /^(.+)@(\d+)d$/.exec(item);
  return match ? { code: match[1] ?? item, keptDays: Number(match[2]) } : { code: item, keptDays: undefined };
}

export const isInBytes = (item: string) => inBytes.has(readItem(item).code);

/** A billing item in words. One that this page has not heard of keeps the server's own. */
export function useItemName(): (item: string) => { name: string; kept: string | undefined } {
  const { t } = useTranslation();
  return (item) => {
    const { code, keptDays } = readItem(item);
    return {
      name: isKnown(code) ? t(`charges.items.${code}`) : code,
      kept: keptDays === undefined ? undefined : t('charges.day.kept', { count: keptDays }),
    };
  };
}
