import { PasswordInput, type PasswordInputProps } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../icon';

/** A password with a way to see it. */
export function PasswordField(props: Omit<PasswordInputProps, 'visible' | 'onVisibilityChange'>) {
  const { t } = useTranslation();
  const [visible, setVisible] = useState(false);
  return (
    <PasswordInput
      {...props}
      // Mantine says it of its plain fields only.
      aria-invalid={props.error ? true : undefined}
      visible={visible}
      onVisibilityChange={setVisible}
      visibilityToggleIcon={({ reveal }) => <Icon name={reveal ? 'eyeOff' : 'eye'} size={20} />}
      visibilityToggleButtonProps={{
        tabIndex: 0,
        'aria-label': visible ? t('ui.hidePassword') : t('ui.showPassword'),
        'aria-hidden': false,
      }}
    />
  );
}
