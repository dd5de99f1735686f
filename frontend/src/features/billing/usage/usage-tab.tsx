import type { Workspace } from '../../../api/workspaces';
import { DayByItem } from './day-by-item';
import { MonthToDate } from './month-to-date';
import { TodayByHour } from './today-by-hour';
import { UsageHoursSection } from './usage-hours';

/** From the hour to the month: what was used, what it costs, and how far AWS has been told. */
export function UsageTab({ workspace }: { workspace: Workspace }) {
  return (
    <>
      <UsageHoursSection workspace={workspace} />
      <TodayByHour workspace={workspace} />
      <DayByItem workspace={workspace} />
      <MonthToDate workspace={workspace} />
    </>
  );
}
