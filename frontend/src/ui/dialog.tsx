import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './dialog.module.css';

type Props = {
  opened: boolean;
  onClose: () => void;
  /** The question that the dialog asks. */
  title: string;
  /** Whether a click beside the dialog closes it; not where something was typed. */
  closeOnClickOutside?: boolean;
  /** Its buttons, the first one being what it is about. */
  footer?: ReactNode;
  size?: number;
  children: ReactNode;
};

/**
 * A dialog; on phones a sheet from below. Put together from Mantine's parts because its own header is a `<header>`, which
 * would be a second banner of the page.
 */
export function Dialog({ opened, onClose, title, closeOnClickOutside = true, footer, size = 640, children }: Props) {
  const { t } = useTranslation();
  return (
    <Modal.Root
      opened={opened}
      onClose={onClose}
      size={size}
      closeOnClickOutside={closeOnClickOutside}
      transitionProps={{ duration: 180 }}
    >
      <Modal.Overlay />
      <Modal.Content>
        <div className={classes.head}>
          <Modal.Title>{title}</Modal.Title>
          <Modal.CloseButton aria-label={t('ui.close')} />
        </div>
        <Modal.Body>{children}</Modal.Body>
        {footer ? <div className={classes.footer}>{footer}</div> : null}
      </Modal.Content>
    </Modal.Root>
  );
}
