import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Workspace } from '../../../api/workspaces';
import { formatDay, formatTime } from '../../../i18n/format';
import { Button } from '../../../ui/button';
import { useNow } from '../usage/use-now';
import classes from './settlement.module.css';

/** A first payer may be changed a moment after it came: that is told by the clock. */
const SOON_MILLIS = 3_600_000;

type Props = {
  workspace: Workspace;
  /** When who pays may be changed next, where that is not now. */
  changeableAt: string | undefined;
  onClick: () => void;
};

/** Where it is not to be used yet, the day from which it is stands beside it. */
export function ChangeButton({ workspace, changeableAt, onClick }: Props) {
  const { t } = useTranslation();
  const reason = useId();
  const now = useNow();
  const later = changeableAt !== undefined && Date.parse(changeableAt) > now;
  return (
    <div className={classes.changing}>
      <Button
        variant="outline"
        aria-haspopup="dialog"
        aria-disabled={later || undefined}
        aria-describedby={later ? reason : undefined}
        onClick={() => !later && onClick()}
      >
        {t('settlement.change')}
      </Button>
      {later ? (
        <p id={reason}>
          {t('settlement.changeableFrom', {
            day:
              Date.parse(changeableAt) - now < SOON_MILLIS
                ? formatTime(changeableAt)
                : formatDay(changeableAt, workspace.site.billingDayZone),
          })}
        </p>
      ) : null}
    </div>
  );
}
