import { act, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useSecondsUntil } from './use-seconds-until';

beforeEach(() => vi.useFakeTimers({ now: Date.parse('2026-11-22T14:00:00Z') }));
afterEach(() => vi.useRealTimers());

function Countdown({ until }: { until: string | undefined }) {
  return <output>{String(useSecondsUntil(until))}</output>;
}

it('counts down and stops at zero', () => {
  render(<Countdown until="2026-11-22T14:00:03Z" />);
  const shown = () => screen.getByRole('status').textContent;
  expect(shown()).toBe('3');
  act(() => vi.advanceTimersByTime(2_000));
  expect(shown()).toBe('1');
  act(() => vi.advanceTimersByTime(60_000));
  expect(shown()).toBe('0');
  expect(vi.getTimerCount()).toBe(0);
});

it('has nothing to count without an instant', () => {
  render(<Countdown until={undefined} />);
  expect(screen.getByRole('status')).toHaveTextContent('undefined');
});
