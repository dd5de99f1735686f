import type { ReactNode } from 'react';
import { Icon } from '../icon';

/** What is wrong with a field: a sign and a sentence. Given to Mantine's `error`, which ties it to the field. */
export function fieldMessage(message: string | undefined): ReactNode {
  if (!message) return undefined;
  return (
    <>
      <Icon name="alert" size={18} style={{ marginTop: 1 }} />
      <span>{message}</span>
    </>
  );
}
