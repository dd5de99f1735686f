import { useEffect, useState } from 'react';
import { secondsUntil } from '../../api/clock';

/** Whole seconds until an instant of the server, counted down; `undefined` where there is no instant. */
export function useSecondsUntil(instant: string | undefined): number | undefined {
  const [, tick] = useState(0);
  const seconds = instant === undefined ? undefined : secondsUntil(instant);
  const running = seconds !== undefined && seconds > 0;
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(() => tick((count) => count + 1), 1000);
    return () => clearInterval(timer);
  }, [running]);
  return seconds;
}
