import { useSyncExternalStore } from 'react';

/*
 * One polite live region for the whole page. A region that is added together with its text is not read by every
 * screen reader, so it stands from the start and only its text changes.
 */
let text = '';
const listeners = new Set<() => void>();

export function announce(message: string): void {
  // The same words again are only read when the text differs.
  text = message === text ? `${message}\u00a0` : message;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function Announcer() {
  const current = useSyncExternalStore(subscribe, () => text);
  return (
    <div role="status" aria-live="polite" className="visually-hidden">
      {current}
    </div>
  );
}
