import { useTranslation } from 'react-i18next';
import classes from './section.module.css';

/** Between a chart and the same in numbers. */
export function TableToggle({ asTable, onChange }: { asTable: boolean; onChange: (asTable: boolean) => void }) {
  const { t } = useTranslation();
  return (
    <button type="button" className={classes.toggle} onClick={() => onChange(!asTable)}>
      {t(asTable ? 'charges.showChart' : 'charges.showTable')}
    </button>
  );
}
