import { useEffect, useState } from 'react';
import { serverNow } from '../../../api/clock';

const TICK_MILLIS = 15_000;

/** The server's time, good to the minute that is shown. */
export function useNow(): number {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), TICK_MILLIS);
    return () => clearInterval(timer);
  }, []);
  return serverNow();
}
