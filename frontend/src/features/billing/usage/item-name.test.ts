import { expect, it } from 'vitest';
import { isInBytes, readItem } from './item-name';

it('reads for how long an item is kept, where it is', () => {
  expect(readItem('logs@7d')).toEqual({ code: 'logs', keptDays: 7 });
  expect(readItem('sms')).toEqual({ code: 'sms', keptDays: undefined });
  expect(readItem('odd@thing')).toEqual({ code: 'odd@thing', keptDays: undefined });
});

it('knows what is counted in bytes', () => {
  expect(isInBytes('ingested_logs@14d')).toBe(true);
  expect(isInBytes('logs@14d')).toBe(false);
});
